package dev.tms.compact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding (RFC 4648 section 5). Decoding accepts only the canonical text, so that
 * encoding restores it exactly.
 */
final class Base64Url {
  // the JDK's own, which have intrinsics
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

  private static final byte[] ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private Base64Url() {}

  static boolean isAlphabet(int c) {
    return c >= 0 && c < 128 && VALUES[c] >= 0;
  }

  static byte[] encode(byte[] bytes) {
    return ENCODER.encode(bytes);
  }

  /** Null if the text is not the canonical encoding of its bytes. */
  static byte @Nullable [] decode(String text) {
    int length = text.length();
    if (length == 0) {
      return new byte[0];
    }
    char last = text.charAt(length - 1);
    if (!isAlphabet(last)) { // padding, for example
      return null;
    }
    // RFC 4648 3.5: trailing bits that are not zero are another text for the same bytes
    int trailing =
        switch (length % 4) {
          case 2 -> 0b1111;
          case 3 -> 0b11;
          default -> 0;
        };
    if (length % 4 == 1 || (VALUES[last] & trailing) != 0) {
      return null;
    }
    try {
      return DECODER.decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
