package dev.tms.http;

/**
 * A header field.
 *
 * @param name its name as written
 * @param value its value, without line breaks
 */
public record Header(String name, String value) {
  /** Refuses what would end the line (response splitting). */
  public Header {
    if (name.isEmpty() || hasControl(name) || hasControl(value)) {
      throw new IllegalArgumentException(
          "a header must not hold control characters: " + name.strip());
    }
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && c != '\t') || c == 127) {
        return true;
      }
    }
    return false;
  }
}
