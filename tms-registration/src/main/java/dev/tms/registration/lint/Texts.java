package dev.tms.registration.lint;

import dev.tms.registration.Printable;
import dev.tms.registration.RegisteredUri;

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
}
