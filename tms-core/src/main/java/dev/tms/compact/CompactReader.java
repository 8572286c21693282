package dev.tms.compact;

import dev.tms.compact.CompactWriter.AccessTokenHash;
import dev.tms.compact.CompactWriter.JwtParts;
import dev.tms.token.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
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

  /**
   * A token that was read and not joined yet: most requests look at one of a session's three.
   * Immutable, though the texts that it points into may still grow behind them.
   */
  static final class PackedToken implements Supplier<String> {
    private final TextUnpacker texts;
    private final byte[] source;
    private final int[] starts;
    private final int[] lengths;
    private final int json;

    /**
     * Reads the parts of a token.
     *
     * @param json a bit for each part, lowest first: whether it is a text
     * @throws MalformedException if that is no token
     */
    PackedToken(TextUnpacker texts, ByteSource from, int count, int json) {
      if (count < 1 || count > JwtParts.MOST || json >> count != 0) {
        throw new MalformedException("an unknown form of token");
      }
      this.texts = texts;
      this.source = from.array();
      this.starts = new int[count];
      this.lengths = new int[count];
      this.json = json;
      for (int i = 0; i < count; i++) {
        if (isText(i)) {
          starts[i] = texts.next();
          lengths[i] = texts.end() - starts[i];
        } else {
          lengths[i] = from.length();
          starts[i] = from.take(lengths[i]);
        }
      }
      if (length() == 0) {
        throw new MalformedException("an empty token");
      }
      if (length() > 2 * CompactWriter.LIMIT) {
        throw new MalformedException(
            "more than " + 2 * CompactWriter.LIMIT + " characters of token");
      }
    }

    @Override
    public String get() {
      byte[] token = new byte[length()];
      int at = 0;
      for (int i = 0; i < lengths.length; i++) {
        if (i > 0) {
          token[at++] = '.';
        }
        byte[] from = isText(i) ? texts.array() : source;
        at = Base64Url.encode(from, starts[i], lengths[i], token, at);
      }
      return new String(token, StandardCharsets.ISO_8859_1);
    }

    private int length() {
      int characters = lengths.length - 1;
      for (int bytes : lengths) {
        characters += (4 * bytes + 2) / 3;
      }
      return characters;
    }

    private boolean isText(int part) {
      return (json >> part & 1) != 0;
    }
  }
}
