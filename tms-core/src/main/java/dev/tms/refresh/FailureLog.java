package dev.tms.refresh;

import dev.tms.event.ThrottledLog;
import java.lang.System.Logger.Level;
import java.time.InstantSource;

/** Warns of refreshes that did not succeed; a provider that is down fails them all. Thread-safe. */
final class FailureLog {
  private final ThrottledLog log;

  FailureLog(InstantSource clock) {
    log = new ThrottledLog(System.getLogger(FailureLog.class.getName()), clock);
  }

  /** A refresh did not succeed, for this reason. */
  void failed(String reason) {
    log.log(Level.WARNING, "a refresh did not succeed", "a refresh did not succeed: " + reason);
  }
}
