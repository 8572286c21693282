package dev.tms.registration;

/**
 * Texts of documents in messages for people: nothing in them ends a line, moves a terminal's cursor
 * or turns its writing around.
 */
public final class Printable {
  private Printable() {}

  /** Whether a character can be shown as it is. */
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

  /** The text with the other characters as JSON escapes them: <code>&#92;u202E</code>. */
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
