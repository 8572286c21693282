package dev.tms.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often a key that nobody knows may cause a fetch: three times at once, then once in 20 s. Key
 * ids come from tokens, and some tokens from anybody. Thread-safe.
 */
final class RefetchBudget {
  private static final int MOST = 3;
  private static final Duration EARNED_IN = Duration.ofSeconds(20);

  private final InstantSource clock;
  private int left = MOST; // guarded by this
  private Instant earnedUntil; // guarded by this

  RefetchBudget(InstantSource clock) {
    this.clock = clock;
    this.earnedUntil = clock.instant();
  }

  /** Takes one, where one is left. */
  synchronized boolean tryTake() {
    Instant now = clock.instant();
    if (now.isBefore(earnedUntil)) {
      earnedUntil = now; // the clock was set back
    }
    long earned = Duration.between(earnedUntil, now).dividedBy(EARNED_IN);
    earnedUntil = earnedUntil.plus(EARNED_IN.multipliedBy(earned));
    left = (int) Math.min(MOST, left + earned);
    if (left == 0) {
      return false;
    }
    if (left == MOST) {
      earnedUntil = now;
    }
    left--;
    return true;
  }
}
