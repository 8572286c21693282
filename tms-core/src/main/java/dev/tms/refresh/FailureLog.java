package dev.tms.refresh;

import dev.tms.event.ThrottledLog;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/** Warns of refreshes that did not succeed; a provider that is down fails them all. Thread-safe. */
final class FailureLog {
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
    log.log(Level.WARNING, "a refresh did not succeed", "a refresh did not succeed: " + reason);
  }
}
