package dev.tms.registration.doctor;

import java.util.regex.Pattern;

/** Text of others, fit for a terminal and a log: no controls, no escapes, bounded. */
final class PlainText {
  // ECMA-48: control sequences, strings up to their end, other escapes
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\u001B\\[|\u009B)[0-?]*+[ -/]*+[@-~]"
              + "|\u001B[\\]PX^_][^\u0007\u001B\n]{0,256}+(?:\u0007|\u001B\\\\)?+"
              + "|\u001B[ -/]*+[0-~]?+");
  private static final Pattern SPACES = Pattern.compile("[\\h\\r\\f\u000B\u0085]++");
  // marks that turn the direction of writing are format characters
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\n]]++");
  private static final Pattern LINES = Pattern.compile(" ?+(?:\n ?+)++");

  private PlainText() {}

  /** Lines, none of them empty. */
  static String lines(String text) {
    String plain = ESCAPES.matcher(text).replaceAll("");
    plain = SPACES.matcher(plain).replaceAll(" ");
    plain = UNSEEN.matcher(plain).replaceAll("");
    return LINES.matcher(plain).replaceAll("\n").strip();
  }

  static String line(String text) {
    return lines(text.replace('\n', ' '));
  }

  /** At most so many characters, and a mark where something is missing. */
  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "…";
  }
}
