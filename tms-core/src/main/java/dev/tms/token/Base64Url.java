package dev.tms.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Base64url without padding (RFC 4648 section 5), from and to parts of arrays, and so strict that
 * whatever decodes encodes to the same text again.
 */
final class Base64Url {
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

  static void encode(byte[] from, int start, int length, ByteSink to) {
    int i = start;
    int end = start + length;
    for (; i + 2 < end; i += 3) {
      int bits = (from[i] & 0xFF) << 16 | (from[i + 1] & 0xFF) << 8 | (from[i + 2] & 0xFF);
      to.put(ALPHABET[bits >> 18]);
      to.put(ALPHABET[bits >> 12 & 63]);
      to.put(ALPHABET[bits >> 6 & 63]);
      to.put(ALPHABET[bits & 63]);
    }
    if (end - i == 1) {
      int bits = (from[i] & 0xFF) << 4;
      to.put(ALPHABET[bits >> 6]);
      to.put(ALPHABET[bits & 63]);
    } else if (end - i == 2) {
      int bits = (from[i] & 0xFF) << 10 | (from[i + 1] & 0xFF) << 2;
      to.put(ALPHABET[bits >> 12]);
      to.put(ALPHABET[bits >> 6 & 63]);
      to.put(ALPHABET[bits & 63]);
    }
  }

  /** The bytes of the text, or null where another text would be their encoding. */
  static byte @Nullable [] decode(String text) {
    int length = text.length();
    if (length % 4 == 1) {
      return null;
    }
    byte[] bytes = new byte[(int) (length * 3L / 4)];
    int bits = 0;
    int held = 0;
    int out = 0;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (!isAlphabet(c)) {
        return null;
      }
      bits = (bits << 6 | VALUES[c]) & 0xFFFF;
      held += 6;
      if (held >= 8) {
        held -= 8;
        bytes[out++] = (byte) (bits >> held);
      }
    }
    // RFC 4648 3.5: trailing bits that are not zero are another spelling of the same bytes
    return (bits & (1 << held) - 1) == 0 ? bytes : null;
  }
}
