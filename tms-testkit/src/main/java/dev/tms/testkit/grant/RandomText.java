package dev.tms.testkit.grant;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable text: 256 bits in 43 base64url characters. */
public final class RandomText {
  private static final SecureRandom random = new SecureRandom();

  private RandomText() {}

  public static String next() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
