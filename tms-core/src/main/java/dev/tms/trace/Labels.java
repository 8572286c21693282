package dev.tms.trace;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Short marks of values, by which equal ones are known: a keyed hash, whose key is never shown and
 * ends with the process, so that no one can try values against a mark. Thread-safe.
 */
final class Labels {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int BYTES = 3;

  private final SecretKeySpec key;

  Labels(SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** The mark, such as {@code #a1b2c3}. */
  String of(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(value.getBytes(StandardCharsets.UTF_8));
      return "#" + HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every platform has " + ALGORITHM, e);
    }
  }
}
