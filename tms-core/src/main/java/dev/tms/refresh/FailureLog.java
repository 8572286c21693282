package dev.tms.refresh;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Warns of refreshes that did not succeed: of the first at once, and of those that follow in one
 * line a minute with their number, as a provider that is down fails them all. Thread-safe.
 */
final class FailureLog {
  private static final Logger log = System.getLogger(FailureLog.class.getName());
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final Object lock = new Object(); // guards nextLine, untold
  private @Nullable Instant nextLine;
  private long untold;

  FailureLog(InstantSource clock) {
    this.clock = clock;
  }

  /** A refresh did not succeed, for this reason. */
  void failed(String reason) {
    long more;
    synchronized (lock) {
      Instant now = clock.instant();
      if (nextLine != null && now.isBefore(nextLine)) {
        untold++;
        return;
      }
      nextLine = now.plus(BETWEEN_LINES);
      more = untold;
      untold = 0;
    }
    if (more == 0) {
      log.log(Level.WARNING, "a refresh did not succeed: {0}", reason);
    } else {
      log.log(
          Level.WARNING,
          "a refresh did not succeed: {0}; nor did {1} others since the line before",
          reason,
          Long.toString(more));
    }
  }
}
