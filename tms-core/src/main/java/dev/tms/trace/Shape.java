package dev.tms.trace;

/** How a value is shown. */
enum Shape {
  /** Text: shown, without what the exchange hides elsewhere. */
  TEXT,
  /** An identifier, of which an overlong one is hidden. */
  ID,
  /** An address: its parameters are shown by their own names. */
  URL,
  /** No secret, and nothing to read: its length is shown. */
  PUBLIC,
  /** A secret. */
  SECRET,
  /** Not known to be harmless: not shown. */
  HIDDEN;

  /** Whether it is shown at all. */
  boolean isShown() {
    return this != PUBLIC && this != SECRET && this != HIDDEN;
  }
}
