package dev.tms.session;

import dev.tms.event.ThrottledLog;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Logs failed refreshes: each change of the provider's answer, and the same answer once a minute.
 * Throttled, because a provider that is down fails every refresh. Thread-safe.
 */
final class FailureLog {
  private static final String ALL_REFUSED = "every refresh of a session is refused";

  private final ThrottledLog log;
  private final AtomicReference<String> last = new AtomicReference<>("");

  private volatile boolean isMisconfigured;

  FailureLog(InstantSource clock) {
    log = new ThrottledLog(System.getLogger(FailureLog.class.getName()), clock);
  }

  /**
   * Whether the last refresh failed because the provider's answer contradicts the configuration.
   * That affects all sessions, even those that have not tried yet.
   */
  boolean isMisconfigured() {
    return isMisconfigured;
  }

  void succeeded() {
    isMisconfigured = false;
  }

  void failed(String reason, boolean misconfigured) {
    isMisconfigured = misconfigured;
    log(Level.WARNING, "a refresh did not succeed", ": " + reason);
  }

  /** The refresh token is no longer valid. */
  void refused(String answer) {
    log(Level.INFO, "the provider refuses a refresh token", ": " + answer);
  }

  /** One session's refreshes are refused repeatedly, and perhaps those of all sessions. */
  void allRefused(String answer) {
    log(
        Level.ERROR,
        ALL_REFUSED,
        ", and no token request of this client has succeeded since the first: "
            + answer
            + ". The session stays, and gets 503 once its token has expired. Check the client and"
            + " the token endpoint at the provider");
  }

  private void log(Level level, String what, String details) {
    String text = what + details;
    if (text.equals(last.getAndSet(text))) {
      log.log(level, what, text);
    } else {
      log.logChange(level, what, text);
    }
  }
}
