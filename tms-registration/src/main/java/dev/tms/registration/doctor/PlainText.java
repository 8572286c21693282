package dev.tms.registration.doctor;

import java.util.regex.Pattern;

/** Makes text safe for terminals and logs: bounded, and without controls or escapes. */
final class PlainText {
  // ECMA-48: control sequences, strings with their terminators, other escapes
  private static final Pattern ESCAPES =
      Pattern.compile(
          "(?:\u001B\\[|\u009B)[0-?]*+[ -/]*+[@-~]"
              + "|\u001B[\\]PX^_][^\u0007\u001B\n]{0,256}+(?:\u0007|\u001B\\\\)?+"
              + "|\u001B[ -/]*+[0-~]?+");
  private static final Pattern SPACES = Pattern.compile("[\\h\\r\\f\u000B\u0085]++");
  // format characters include the bidirectional marks
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}&&[^\n]]++");
  private static final Pattern LINES = Pattern.compile(" ?+(?:\n ?+)++");

  private PlainText() {}

  /** Splits into lines and drops empty ones. */
  static String lines(String text) {
    String plain = ESCAPES.matcher(text).replaceAll("");
    plain = SPACES.matcher(plain).replaceAll(" ");
    plain = UNSEEN.matcher(plain).replaceAll("");
    return LINES.matcher(plain).replaceAll("\n").strip();
  }

  static String line(String text) {
    return lines(text.replace('\n', ' '));
  }

  static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
    return text.substring(0, end) + "…";
  }
}
