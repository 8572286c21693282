package dev.tms.registration;

/** Makes text safe to print: no line breaks, terminal controls or bidirectional marks. */
public final class Printable {
  private Printable() {}

  /** Whether a character is safe to print. */
  public static boolean isSafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  /** Escapes unsafe characters as in JSON: <code>&#92;u202E</code>. */
  public static String escape(String text) {
    if (text.codePoints().allMatch(Printable::isSafe)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isSafe(point)) {
                escaped.appendCodePoint(point);
              } else {
                for (char half : Character.toChars(point)) {
                  escaped.append(String.format("\\u%04X", (int) half));
                }
              }
            });
    return escaped.toString();
  }
}
