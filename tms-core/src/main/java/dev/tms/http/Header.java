package dev.tms.http;

/**
 * A header field.
 *
 * @param name its name as written, a token (RFC 9110 section 5.6.2)
 * @param value its value: ASCII or ISO 8859-1, without line breaks and other control characters
 */
public record Header(String name, String value) {
  /**
   * Refuses what would end the line (response splitting).
   *
   * @throws IllegalArgumentException if name or value hold what a header must not
   */
  public Header {
    if (!isToken(name)) {
      throw new IllegalArgumentException("not the name of a header");
    }
    if (!isFieldValue(value)) {
      throw new IllegalArgumentException("not the value of a header: " + name);
    }
  }

  /** Whether the text is a token (RFC 9110 section 5.6.2). */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isTokenChar(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isFieldChar(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isTokenChar(int c) {
    return c > 0x20 && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
  }

  private static boolean isFieldChar(int c) {
    // servers write the low byte of a character, which for U+010A is a line feed
    return c == '\t' || (c >= 0x20 && c < 0x7F) || (c >= 0x80 && c <= 0xFF);
  }

  /** The name alone: values may be tokens and cookies. */
  @Override
  public String toString() {
    return "Header[" + name + "]";
  }
}
