package dev.tms.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

  /** The number that the present field holds. */
  public long number() {
    expect(CompactWriter.NUMBER);
    return source.signed();
  }

  /** The point in time that the present field holds, in seconds since 1970. */
  public long time() {
    return baseTime + number();
  }

  /** The bytes that the present field holds. */
  public byte[] bytes() {
    expect(CompactWriter.BYTES);
    return source.bytes();
  }

  /** The text that the present field holds. */
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

  /** The token that the present field holds. */
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

  /** The access token that the present field holds. */
  public Secret accessToken() {
    Secret token = token();
    texts.know(AccessTokenHash.of(token));
    return token;
  }

  /** Passes over the present field. */
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
}
