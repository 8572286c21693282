package dev.tms.trace;

/** Text that a terminal shows as it is, and on one line. */
final class Printable {
  private Printable() {}

  /**
   * The text with everything written out that would steer a terminal, end the line, or change the
   * direction of reading.
   *
   * @param most characters, of which the rest is left out
   */
  static String of(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (shown.length() >= most) {
        return shown.append(" ... (").append(text.length()).append(" characters)").toString();
      }
      append(shown, c);
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isPlain(c)) {
          shown.appendCodePoint(c);
        } else {
          shown.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
