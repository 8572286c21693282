package dev.tms.session;

import dev.tms.event.ThrottledLog;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/**
 * Tells operators of refreshes that did not succeed, and of each other reason; a provider that is
 * down fails them all. Thread-safe.
 */
final class FailureLog {
  private static final String ALL_REFUSED = "every refresh of a session is refused";

  private final ThrottledLog log;

  private volatile boolean misconfigured;

  FailureLog(InstantSource clock) {
    log = new ThrottledLog(System.getLogger(FailureLog.class.getName()), clock);
  }

  /**
   * Whether the last refresh failed because what the provider answers contradicts the
   * configuration: that holds for all sessions, also for one whose next try is still to come.
   */
  boolean isMisconfigured() {
    return misconfigured;
  }

  /** A refresh succeeded. */
  void succeeded() {
    misconfigured = false;
  }

  /** A refresh did not succeed, for this reason. */
  void failed(String reason, boolean isMisconfigured) {
    misconfigured = isMisconfigured;
    tell(Level.WARNING, "a refresh did not succeed", reason);
  }

  /** A refresh token is not good any more, by this answer. */
  void refused(String answer) {
    tell(Level.INFO, "the provider refuses a refresh token", answer);
  }

  /** A session's refreshes are refused again and again, and perhaps all are, by this answer. */
  void allRefused(String answer) {
    log.log(
        Level.ERROR,
        ALL_REFUSED,
        ALL_REFUSED
            + ", and no token request of this client has succeeded since the first: "
            + answer
            + ". The session stays, and gets 503 once its token has expired. Check the client and"
            + " the token endpoint at the provider");
  }

  private void tell(Level level, String what, String why) {
    log.log(level, what, what + ": " + why);
  }
}
