package dev.tms.demo.interop;

/** What is shown of each provider; a column of the table in {@code docs/providers/README.md}. */
enum Capability {
  SIGN_IN("sign-in"),
  REFRESH("refresh, again and again"),
  ONE_REQUEST("50 at once, one token request"),
  LATE_COOKIE("late cookie"),
  SIGN_OUT("signed out there, too"),
  BACK_CHANNEL("back-channel logout"),
  DOCTOR("doctor finds no error");

  final String title;

  Capability(String title) {
    this.title = title;
  }
}
