package dev.tms.token;

import dev.tms.token.CompactWriter.AccessTokenHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads what {@link CompactWriter} wrote, field by field: {@link #next()}, then the value or {@link
 * #skip()}. Whatever the bytes are, it does bounded work and answers or throws {@link
 * MalformedException}. Not thread-safe.
 */
public final class CompactReader {
  private final ByteSource source;
  private final long baseTime;
  private final TextUnpacker texts;
  private int kind;

  /**
   * A reader of these bytes.
   *
   * @throws MalformedException if they are too many, of another version or damaged
   */
  public CompactReader(byte[] bytes, int version) {
    if (bytes.length > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes");
    }
    source = new ByteSource(bytes);
    if (source.next() != version) {
      throw new MalformedException("another version");
    }
    baseTime = source.signed();
    byte[] text = BoundedInflater.inflate(source, source.varint(), CompactWriter.LIMIT);
    texts = new TextUnpacker(text, source, baseTime, CompactWriter.LIMIT);
  }

  /** The base time in seconds since 1970. */
  public long baseTime() {
    return baseTime;
  }

  /** The number of the next field, 0 after the last. */
  public int next() {
    int tag = source.next();
    kind = tag & 3;
    if (tag == 0) {
      checkEnd();
    } else if (tag < 4) {
      throw new MalformedException("a field without a number");
    }
    return tag >> 2;
  }

  public long number() {
    expect(CompactWriter.NUMBER);
    return source.signed();
  }

  /** The point in time that the present field holds, in seconds since 1970. */
  public long time() {
    return baseTime + number();
  }

  public byte[] bytes() {
    expect(CompactWriter.BYTES);
    return source.bytes();
  }

  public String text() {
    expect(CompactWriter.TEXT);
    int start = texts.next();
    return new String(texts.array(), start, texts.end() - start, StandardCharsets.UTF_8);
  }

  /** The same in UTF-8. */
  public byte[] textBytes() {
    expect(CompactWriter.TEXT);
    int start = texts.next();
    return Arrays.copyOfRange(texts.array(), start, texts.end());
  }

  public Secret token() {
    expect(CompactWriter.TOKEN);
    int form = source.next();
    return switch (form) {
      case CompactWriter.PLAIN -> plain(new String(source.bytes(), StandardCharsets.UTF_8));
      case CompactWriter.UTF_16 -> plain(ByteBuffer.wrap(source.bytes()).asCharBuffer().toString());
      default -> Secret.later(new PackedToken(texts, source, form & 7, form >> 3));
    };
  }

  private static Secret plain(String token) {
    if (token.isEmpty()) {
      throw new MalformedException("an empty token");
    }
    return Secret.of(token);
  }

  public Secret accessToken() {
    Secret token = token();
    texts.know(AccessTokenHash.of(token));
    return token;
  }

  public void skip() {
    switch (kind) {
      case CompactWriter.NUMBER -> number();
      case CompactWriter.BYTES -> source.take(source.length());
      case CompactWriter.TEXT -> texts.next();
      default -> token();
    }
  }

  private void expect(int expected) {
    if (kind != expected) {
      throw new MalformedException("a field of another kind");
    }
  }

  private void checkEnd() {
    if (!texts.isAtEnd() || source.remaining() >= CompactWriter.BLOCK) {
      throw new MalformedException("more than its fields");
    }
    while (source.remaining() > 0) {
      if (source.next() != 0) {
        throw new MalformedException("padding that is not zero");
      }
    }
  }

  /** Inflates raw deflate (RFC 1951) to a length that is known and checked before any work. */
  private static final class BoundedInflater {
    private BoundedInflater() {}

    /**
     * Exactly that many bytes; the source then stands behind the deflated ones.
     *
     * @throws MalformedException if that is more than the limit, or not what is inflated
     */
    static byte[] inflate(ByteSource source, long inflatedLength, int limit) {
      if (inflatedLength < 0 || inflatedLength > limit) {
        throw new MalformedException("more than " + limit + " bytes of text");
      }
      byte[] inflated = new byte[(int) inflatedLength];
      // a new one each time: with its dictionary it costs little more than one that is reset, and
      // needs no pool that threads share
      Inflater inflater = new Inflater(true);
      try {
        inflater.setDictionary(Dictionary.bytes());
        inflater.setInput(source.array(), source.position(), source.remaining());
        int done = 0;
        while (done < inflated.length) {
          int read = inflater.inflate(inflated, done, inflated.length - done);
          if (read == 0) {
            throw new MalformedException("shorter than it says");
          }
          done += read;
        }
        // the mark of the end may still be unread, and here a bomb would go on
        boolean more = !inflater.finished() && inflater.inflate(new byte[1]) != 0;
        if (more || !inflater.finished()) {
          throw new MalformedException("longer than it says");
        }
        source.take(source.remaining() - inflater.getRemaining());
        return inflated;
      } catch (DataFormatException e) {
        throw new MalformedException("not deflated text");
      } finally {
        inflater.end();
      }
    }
  }

  /**
   * Compact bytes that are damaged, of an unknown form, or larger than allowed. An expected outcome
   * of reading what came from outside, so it has no stack trace and says nothing about the content.
   */
  public static final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String reason) {
      super(reason);
    }

    /** None is taken: it is thrown for whatever a client sends. */
    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
