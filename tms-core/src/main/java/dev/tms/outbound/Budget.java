package dev.tms.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often something may be done that strangers can cause: so many times in a row, then once in a
 * while (a token bucket). Thread-safe.
 */
public final class Budget {
  private final int most;
  private final Duration earnedIn;
  private final InstantSource clock;
  private int left; // guarded by this
  private Instant earnedUntil; // guarded by this

  /** Begins with {@code most}, and earns one in each such time, up to that number. */
  public Budget(int most, Duration earnedIn, InstantSource clock) {
    this.most = most;
    this.earnedIn = earnedIn;
    this.clock = clock;
    this.left = most;
    this.earnedUntil = clock.instant();
  }

  public synchronized boolean tryTake() {
    Instant now = clock.instant();
    if (now.isBefore(earnedUntil)) {
      earnedUntil = now; // the clock was set back
    }
    long earned = Duration.between(earnedUntil, now).dividedBy(earnedIn);
    earnedUntil = earnedUntil.plus(earnedIn.multipliedBy(earned));
    left = (int) Math.min(most, left + earned);
    if (left == 0) {
      return false;
    }
    if (left == most) {
      earnedUntil = now;
    }
    left--;
    return true;
  }

  public Duration earnedIn() {
    return earnedIn;
  }
}
