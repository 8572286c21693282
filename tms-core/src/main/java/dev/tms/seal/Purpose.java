package dev.tms.seal;

import java.util.Locale;

/**
 * What a sealed value is for. Part of its associated data, so that a value sealed for one purpose
 * opens for no other. The lower-case names of the constants never change.
 */
public enum Purpose {
  /** The session in its cookies. */
  SESSION,
  /** The time of a session's last use, in its cookie. */
  LAST_USE,
  /** The antiforgery value, in its cookie and in the header. */
  ANTIFORGERY,
  /** A login in progress, in its cookie. */
  LOGIN,
  /** What the ledger knows of a session. */
  LEDGER,
  /** A session held in the store, and the index of a user's sessions. */
  STORED_SESSION,
  /** The handle of a session held in the store, in its cookie. */
  HANDLE,
  /** The mark of a log-out at the provider. */
  MARK,
  /** An ended session, or such a mark, in the file that outlives the process. */
  ENDED,
  /** A session waiting for a native app to redeem its code. */
  HANDOFF,
  /** A token of this service's own. */
  MACHINE;

  private final String wire = name().toLowerCase(Locale.ROOT);

  /** The name inside associated data and lookup names, for example {@code last_use}. */
  public String wire() {
    return wire;
  }
}
