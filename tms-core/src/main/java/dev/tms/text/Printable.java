package dev.tms.text;

/** Makes text safe to print: no line breaks, terminal controls or bidirectional marks. */
public final class Printable {
  private Printable() {}

  /** Whether a character is safe to print; white space other than spaces is not. */
  public static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** At most this many characters, with {@code ?} for unsafe ones and … for what is cut off. */
  public static String quote(String text, int most) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().limit(most).map(c -> isSafe(c) ? c : '?').forEach(shown::appendCodePoint);
    return shown + (text.codePointCount(0, text.length()) > most ? "…" : "");
  }
}
