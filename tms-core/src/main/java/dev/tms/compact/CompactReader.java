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
 * Reads the fields that {@link CompactWriter} wrote: {@link #next()}, then the value or {@link
 * #skip()}. Does bounded work for any input, and throws only {@link MalformedException}. Not
 * thread-safe.
 */
public final class CompactReader {
  private final ByteSource source;
  private final long baseTime;
  private final TextUnpacker texts;
  private int kind;

  public CompactReader(byte[] bytes, int version) {
    if (bytes.length > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes");
    }
    source = new ByteSource(bytes);
    if (source.next() != version) {
      throw new MalformedException("another version");
    }
    baseTime = source.signed();
    byte[] text = inflate(source, source.varint());
    texts = new TextUnpacker(text, source, baseTime, CompactWriter.LIMIT);
  }

  /** In seconds since 1970. */
  public long baseTime() {
    return baseTime;
  }

  /** The number of the next field; 0 after the last. */
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

  /** In seconds since 1970. */
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

  /** The text in UTF-8. */
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

  /** Inflates raw deflate (RFC 1951) to a declared length, which is checked before any work. */
  private static byte[] inflate(ByteSource source, long length) {
    if (length < 0 || length > CompactWriter.LIMIT) {
      throw new MalformedException("more than " + CompactWriter.LIMIT + " bytes of text");
    }
    byte[] inflated = new byte[(int) length];
    // not pooled: a new one with its dictionary costs little more than a reset one
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
      // the end marker may still be unread; a decompression bomb has more bytes here
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

  /**
   * The bytes are damaged, of an unknown form, or too large. Expected for input from clients, so it
   * has no stack trace, and its message has no content.
   */
  public static final class MalformedException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public MalformedException(String reason) {
      super(reason);
    }

    @Override
    public Throwable fillInStackTrace() {
      return this;
    }
  }

  /**
   * A token whose parts are joined on first use: most requests use one of a session's three tokens.
   * Immutable; the array of texts only grows.
   */
  static final class PackedToken implements Supplier<String> {
    private final TextUnpacker texts;
    private final byte[] source;
    private final int[] starts;
    private final int[] lengths;
    private final int json;

    /** Bit i of {@code json}, lowest first, says whether part i is a text. */
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
