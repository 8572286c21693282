package dev.tms.registration.lint;

import dev.tms.registration.Printable;
import dev.tms.registration.RegisteredUri;
import java.time.Duration;

/** Values of documents in messages: short, printable, without user and password. */
final class Texts {
  private static final int LONGEST = 120;

  private Texts() {}

  static String quote(RegisteredUri uri) {
    return quote(uri.text().replaceAll("//[^/?#]*@", "//…@"));
  }

  static String quote(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(c -> Printable.isSafe(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return shown + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
  }

  /** In the largest unit that is whole: {@code 10 min}, {@code 30800 s}, {@code 30 days}. */
  static String life(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + " s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + " min";
    }
    if (seconds % 86400 != 0) {
      return seconds / 3600 + " h";
    }
    return seconds == 86400 ? "1 day" : seconds / 86400 + " days";
  }
}
