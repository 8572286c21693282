package dev.tms.registration.document;

/**
 * A place in a text.
 *
 * @param line counted from 1
 * @param column counted from 1, in UTF-16 characters
 */
public record Position(int line, int column) {
  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("lines and columns are counted from 1");
    }
  }

  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
