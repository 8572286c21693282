package dev.tms.trace;

/** How a value is shown. */
enum Shape {
  /** A sentence for people: shown, without what may be a secret or name somebody. */
  SENTENCE,
  /** Words of a protocol: shown, without what may be a secret. */
  WORDS,
  /** An identifier that is no secret, even where it looks like one. */
  ID,
  /** An address: its parameters are shown by their own names. */
  URL,
  /** No secret, and nothing to read: its length is shown. */
  PUBLIC,
  /** Never shown, not even in pieces. */
  SECRET,
  /** Not known to be harmless: not shown. */
  HIDDEN;

  /** Whether it is shown at all. */
  boolean isShown() {
    return this != PUBLIC && this != SECRET && this != HIDDEN;
  }
}
