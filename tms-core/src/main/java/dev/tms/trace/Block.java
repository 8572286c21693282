package dev.tms.trace;

/** The lines of one block, of bounded number and length. Not thread-safe. */
final class Block {
  static final int MOST_LINES = 160;
  static final int LONGEST_LINE = 1000;

  private final StringBuilder text = new StringBuilder(1024);
  private int lines;

  /** Adds the first line. */
  void title(String line) {
    add(line);
  }

  /** Adds what was sent. */
  void sent(String line) {
    add("    > " + line);
  }

  /** Adds what was received. */
  void received(String line) {
    add("    < " + line);
  }

  private void add(String line) {
    lines++;
    if (lines <= MOST_LINES) {
      text.append(line, 0, Math.min(line.length(), LONGEST_LINE));
      text.append(line.length() > LONGEST_LINE ? " ...\n" : "\n");
    }
  }

  /** The whole block. */
  String text() {
    return lines <= MOST_LINES
        ? text.toString()
        : text + "    ... " + (lines - MOST_LINES) + " more lines\n";
  }
}
