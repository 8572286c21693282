package dev.tms.token;

/**
 * What stands in the text for something that deflate cannot make small: one control byte, with the
 * value as bytes beside the text. A text with random parts taken out is a template, and templates
 * are found whole in the dictionary. JSON text has none of these control bytes (RFC 8259 section
 * 7).
 */
final class Atom {
  /** Ends a text. */
  static final int END = 0;

  /** A UUID in lower case: 16 bytes. */
  static final int UUID = 1;

  /** A base64url word: its bytes. */
  static final int BASE64URL = 2;

  /** A second since 1970 in ten digits: its distance from the base time. */
  static final int TIME = 3;

  /** A word of lower-case hexadecimal digits: its bytes. */
  static final int LOWER_HEX = 4;

  /** The same in upper case. */
  static final int UPPER_HEX = 5;

  /** A byte that has the value of an atom or of {@link #END}. */
  static final int ESCAPED = 6;

  /** The highest byte that does not stand for itself. */
  static final int HIGHEST = 7;

  /** Shorter words are left in the text. */
  static final int SHORTEST = 16;

  /** Most bytes of one value. */
  static final int MOST_BYTES = 255;

  static final String LOWER_DIGITS = "0123456789abcdef";
  static final String UPPER_DIGITS = "0123456789ABCDEF";

  private Atom() {}

  /** Whether a dash stands before this digit (0 to 31) of a UUID. */
  static boolean dashBefore(int digit) {
    return digit == 8 || digit == 12 || digit == 16 || digit == 20;
  }
}
