package dev.tms.compact;

import dev.tms.compact.CompactReader.MalformedException;
import dev.tms.token.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes numbers, bytes, texts and tokens as tagged fields, numbered 1 to 63. Texts and the JSON
 * parts of tokens are deflated together with a preset dictionary. Write values that a caller can
 * choose with {@link #bytes}: as texts, they would make the length reveal the tokens. Not
 * thread-safe.
 */
public final class CompactWriter {
  /** The maximum size, in bytes, of the result and of all texts together. */
  public static final int LIMIT = 1 << 18;

  /** The result is padded to a multiple of this many bytes, so that its length reveals less. */
  public static final int BLOCK = 16;

  static final int NUMBER = 0;
  static final int BYTES = 1;
  static final int TEXT = 2;
  static final int TOKEN = 3;

  static final int PLAIN = 0;
  static final int UTF_16 = 6;

  private final int version;
  private final long baseTime;
  private final ByteSink fields = new ByteSink(1024, LIMIT);
  private final ByteSink text = new ByteSink(2048, LIMIT);
  private final TextPacker packer;
  private long textBytes;

  /**
   * Creates a writer.
   *
   * @param version the first byte, 1 to 127
   * @param baseTime seconds since 1970; times near it take few bytes
   */
  public CompactWriter(int version, long baseTime) {
    this.version = version;
    this.baseTime = baseTime;
    this.packer = new TextPacker(text, fields, baseTime);
  }

  /** Numbers near zero take few bytes. */
  public void number(int field, long value) {
    tag(field, NUMBER);
    fields.putSigned(value);
  }

  /** A time in seconds since 1970. */
  public void time(int field, long seconds) {
    number(field, seconds - baseTime);
  }

  public void bytes(int field, byte[] value) {
    tag(field, BYTES);
    fields.putVarint(value.length);
    fields.put(value);
  }

  public void text(int field, String value) {
    text(field, value.getBytes(StandardCharsets.UTF_8));
  }

  public void text(int field, byte[] utf8) {
    tag(field, TEXT);
    pack(utf8);
  }

  public void token(int field, Secret token) {
    tag(field, TOKEN);
    String value = token.reveal();
    JwtParts parts = JwtParts.of(value);
    if (parts == null) {
      opaque(value);
    } else {
      parts(parts);
    }
  }

  /** Makes the token's hash known, because an ID token written later may contain it. */
  public void accessToken(int field, Secret token) {
    token(field, token);
    byte[] hash = AccessTokenHash.of(token);
    textBytes += hash.length;
    packer.know(new String(hash, StandardCharsets.ISO_8859_1));
  }

  /**
   * The padded result.
   *
   * @throws IllegalArgumentException if it exceeds {@link #LIMIT}
   */
  public byte[] finish() {
    if (textBytes > LIMIT) {
      throw new MalformedException("more than " + LIMIT + " bytes of text");
    }
    byte[] deflated = deflate();
    ByteSink whole = new ByteSink(fields.size() + deflated.length + 64, LIMIT);
    whole.put(version);
    whole.putSigned(baseTime);
    whole.putVarint(text.size());
    whole.put(deflated);
    whole.put(fields.array(), 0, fields.size());
    do {
      whole.put(0);
    } while (whole.size() % BLOCK != 0);
    return whole.toByteArray();
  }

  private void tag(int field, int kind) {
    if (field < 1 || field > 63) {
      throw new IllegalArgumentException("fields are 1 to 63, got " + field);
    }
    fields.put(field << 2 | kind);
  }

  private void parts(JwtParts token) {
    int count = token.parts().size();
    int json = 0;
    for (int i = 0; i < count; i++) {
      json |= token.isJson(i) ? 8 << i : 0;
    }
    fields.put(json | count);
    for (int i = 0; i < count; i++) {
      byte[] part = token.parts().get(i);
      if (token.isJson(i)) {
        pack(part);
      } else {
        fields.putVarint(part.length);
        fields.put(part);
      }
    }
  }

  private void opaque(String token) {
    byte[] utf8 = token.getBytes(StandardCharsets.UTF_8);
    boolean exact = new String(utf8, StandardCharsets.UTF_8).equals(token);
    byte[] bytes = exact ? utf8 : utf16(token);
    fields.put(exact ? PLAIN : UTF_16);
    fields.putVarint(bytes.length);
    fields.put(bytes);
  }

  /** For unpaired surrogates, which UTF-8 cannot encode. */
  private static byte[] utf16(String token) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * token.length());
    bytes.asCharBuffer().put(token);
    return bytes.array();
  }

  private void pack(byte[] source) {
    textBytes += source.length;
    packer.pack(source);
  }

  private byte[] deflate() {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    try {
      deflater.setDictionary(Dictionary.BYTES);
      deflater.setInput(text.array(), 0, text.size());
      deflater.finish();
      ByteSink out = new ByteSink(1024, LIMIT);
      byte[] buffer = new byte[1024];
      while (!deflater.finished()) {
        out.put(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  /**
   * The {@code at_hash} of an ID token (OpenID Connect Core 3.1.3.6) for signature algorithms with
   * SHA-256. It is not stored, because it follows from the access token.
   */
  static final class AccessTokenHash {
    private AccessTokenHash() {}

    static byte[] of(Secret accessToken) {
      try {
        byte[] token = accessToken.reveal().getBytes(StandardCharsets.UTF_8);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token);
        return Base64Url.encode(Arrays.copyOf(hash, hash.length / 2));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * The base64url-decoded parts of a token: a JWS or JWE in compact serialization (RFC 7515 section
   * 7.1, RFC 7516 section 7.1), or an opaque base64url token as one part.
   *
   * @param parts one to {@link #MOST}, each possibly empty
   */
  record JwtParts(List<byte[]> parts) {
    static final int MOST = 5;

    /** Null if joining the parts would not restore the token exactly. */
    static @Nullable JwtParts of(String token) {
      List<byte[]> parts = new ArrayList<>(MOST);
      int start = 0;
      for (int dot = token.indexOf('.'); ; dot = token.indexOf('.', start)) {
        byte[] part = Base64Url.decode(token.substring(start, dot < 0 ? token.length() : dot));
        if (part == null || parts.size() == MOST) {
          return null;
        }
        parts.add(part);
        if (dot < 0) {
          break;
        }
        start = dot + 1;
      }
      return new JwtParts(parts);
    }

    /** Whether the part looks like a JSON object, which is worth deflating. */
    boolean isJson(int part) {
      byte[] bytes = parts.get(part);
      return bytes.length > 1 && bytes[0] == '{' && bytes[bytes.length - 1] == '}';
    }
  }
}
