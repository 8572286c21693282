package dev.tms.session;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The id of a session: 128 random bits. It changes at every login, not at refreshes. It is not a
 * credential. Immutable.
 *
 * @param value 22 base64url characters
 */
public record SessionId(String value) {
  private static final int BYTES = 16;
  private static final int LENGTH = 22;
  private static final String LAST = "AQgw";
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  /**
   * Creates an id.
   *
   * @throws IllegalArgumentException if the value is not the canonical base64url text of 16 bytes
   */
  public SessionId {
    // RFC 4648 3.5: two bits of the last character belong to the last byte, the others are zero
    if (value.length() != LENGTH
        || LAST.indexOf(value.charAt(LENGTH - 1)) < 0
        || DECODER.decode(value).length != BYTES) {
      throw new IllegalArgumentException("a session id is 22 base64url characters");
    }
  }

  /** Creates a random id. */
  public static SessionId random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return of(bytes);
  }

  /** The session id of these 16 bytes. */
  public static SessionId of(byte[] bytes) {
    return new SessionId(ENCODER.encodeToString(bytes));
  }

  /** The 16 bytes. */
  public byte[] bytes() {
    return DECODER.decode(value);
  }

  @Override
  public String toString() {
    return "SessionId[redacted]";
  }
}
