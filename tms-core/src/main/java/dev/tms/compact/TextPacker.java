package dev.tms.compact;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into a template, which is deflated, and the values of its {@link Atom atoms}, which
 * are not. A repeated value is written as its number. Not thread-safe.
 */
final class TextPacker {
  private static final int TIME_LENGTH = 10;

  private final ByteSink text;
  private final ByteSink values;
  private final long baseTime;
  private final Map<String, Integer> known = new HashMap<>();
  private int knownCount;

  TextPacker(ByteSink text, ByteSink values, long baseTime) {
    this.text = text;
    this.values = values;
    this.baseTime = baseTime;
  }

  /** Registers a word that the reader can compute, so that its value is never written. */
  void know(String word) {
    known.putIfAbsent(word, knownCount++);
  }

  void pack(byte[] source) {
    int i = 0;
    while (i < source.length) {
      int end = i;
      while (end < source.length && Base64Url.isAlphabet(source[end])) {
        end++;
      }
      if (end > i) {
        word(source, i, end - i);
        i = end;
      } else {
        other(source[i++]);
      }
    }
    text.put(Atom.END);
  }

  private void other(byte b) {
    if (b >= 0 && b <= Atom.HIGHEST) {
      text.put(Atom.ESCAPED);
      values.put(b);
    } else {
      text.put(b);
    }
  }

  private void word(byte[] source, int from, int length) {
    if (length < TIME_LENGTH) {
      text.put(source, from, length);
      return;
    }
    String word = new String(source, from, length, StandardCharsets.ISO_8859_1);
    if (length == TIME_LENGTH && word.charAt(0) == '1' && isAll(word, "0123456789")) {
      text.put(Atom.TIME);
      values.putSigned(Long.parseLong(word) - baseTime);
    } else if (length < Atom.SHORTEST || !atom(word)) {
      text.put(source, from, length);
    }
  }

  private boolean atom(String word) {
    int kind;
    byte[] bytes;
    if ((bytes = uuid(word)) != null) {
      kind = Atom.UUID;
    } else if ((bytes = hex(word, Atom.LOWER_DIGITS)) != null) {
      kind = Atom.LOWER_HEX;
    } else if ((bytes = hex(word, Atom.UPPER_DIGITS)) != null) {
      kind = Atom.UPPER_HEX;
    } else if (looksRandom(word) && (bytes = Base64Url.decode(word)) != null) {
      kind = Atom.BASE64URL;
    } else {
      return false;
    }
    if (bytes.length > Atom.MOST_BYTES) {
      return false;
    }
    text.put(kind);
    Integer number = known.get(word);
    if (number == null) {
      know(word);
      values.putVarint(bytes.length * 2L);
      values.put(bytes);
    } else {
      values.putVarint(number * 2L + 1);
    }
    return true;
  }

  private static byte @Nullable [] uuid(String word) {
    boolean shape =
        word.length() == Atom.UUID_CHARACTERS
            && word.charAt(8) == '-'
            && word.charAt(13) == '-'
            && word.charAt(18) == '-'
            && word.charAt(23) == '-';
    String digits = shape ? word.replace("-", "") : "";
    return digits.length() == Atom.UUID_CHARACTERS - 4 ? hex(digits, Atom.LOWER_DIGITS) : null;
  }

  private static byte @Nullable [] hex(String word, String digits) {
    if (word.length() % 2 != 0 || !isAll(word, digits)) {
      return null;
    }
    byte[] bytes = new byte[word.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = digits.indexOf(word.charAt(2 * i));
      bytes[i] = (byte) (high << 4 | digits.indexOf(word.charAt(2 * i + 1)));
    }
    return bytes;
  }

  /** Natural words stay in the template, where deflate compresses them. */
  private static boolean looksRandom(String word) {
    boolean upper = false;
    boolean lower = false;
    boolean digit = false;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      upper |= c >= 'A' && c <= 'Z';
      lower |= c >= 'a' && c <= 'z';
      digit |= c >= '0' && c <= '9';
    }
    return upper && lower && digit;
  }

  private static boolean isAll(String word, String allowed) {
    for (int i = 0; i < word.length(); i++) {
      if (allowed.indexOf(word.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Control bytes that replace values that deflate cannot compress. Without random values, whole
   * templates match the dictionary. JSON text has none of these control bytes (RFC 8259 section 7).
   */
  static final class Atom {
    static final int END = 0;

    /** A UUID in lower case: 16 bytes. */
    static final int UUID = 1;

    /** A base64url word: its bytes. */
    static final int BASE64URL = 2;

    /** Seconds since 1970 in ten digits: the distance from the base time. */
    static final int TIME = 3;

    /** A word of lower-case hexadecimal digits: its bytes. */
    static final int LOWER_HEX = 4;

    static final int UPPER_HEX = 5;

    /** A byte with the value of a control byte. */
    static final int ESCAPED = 6;

    /** The highest byte that does not stand for itself. */
    static final int HIGHEST = 7;

    static final int SHORTEST = 16;

    static final int MOST_BYTES = 255;

    static final int UUID_BYTES = 16;
    static final int UUID_CHARACTERS = 36;

    static final String LOWER_DIGITS = "0123456789abcdef";
    static final String UPPER_DIGITS = "0123456789ABCDEF";

    private Atom() {}

    /** Whether a dash stands before this digit (0 to 31) of a UUID. */
    static boolean dashBefore(int digit) {
      return digit == 8 || digit == 12 || digit == 16 || digit == 20;
    }
  }
}
