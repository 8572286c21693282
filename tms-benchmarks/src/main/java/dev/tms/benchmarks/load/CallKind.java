package dev.tms.benchmarks.load;

import java.util.Locale;

/** The two calls that are compared. */
enum CallKind {
  /** Who is signed in? */
  SESSION("\"isLoggedIn\":true"),
  /** The access token, please. */
  TOKEN("eyJ");

  private final String mark;

  CallKind(String mark) {
    this.mark = mark;
  }

  /** Whether this is what a signed-in user gets. */
  boolean isAnswer(String body) {
    return body.contains(mark);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT) + " call";
  }
}
