package dev.tms.registration.fuzz;

import java.util.List;

/** What must be so. */
final class Fact {
  private Fact() {}

  static void holds(boolean fact, String what) {
    if (!fact) {
      throw new AssertionError(what);
    }
  }

  static void areEqual(Object one, Object other, String what) {
    if (!one.equals(other)) {
      throw new AssertionError(what + ":\n" + one + "\nis not\n" + other);
    }
  }

  /** Nothing in it moves a terminal's cursor, or turns its writing around. */
  static void isOneLine(String text) {
    text.codePoints()
        .filter(c -> !isHarmless(c))
        .findFirst()
        .ifPresent(c -> holds(false, "U+%04X in a line: %s".formatted(c, text)));
  }

  private static boolean isHarmless(int codePoint) {
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

  static void areLines(List<?> texts) {
    texts.forEach(text -> isOneLine(text.toString()));
  }
}
