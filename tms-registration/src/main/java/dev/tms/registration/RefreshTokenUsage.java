package dev.tms.registration;

/** Whether a refresh gives a new refresh token. */
public enum RefreshTokenUsage {
  /** The refresh token stays the same. */
  REUSE,
  /** Every refresh gives a new one, and the old one is spent. */
  ONE_TIME_ONLY
}
