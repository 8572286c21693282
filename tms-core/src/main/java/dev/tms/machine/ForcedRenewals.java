package dev.tms.machine;

import java.time.Duration;
import java.time.Instant;

/**
 * How often an API's 401 may cause a token request: three times at once, then once in 30 s. An API
 * that refuses every token must not turn each call into a token request. Not thread-safe.
 */
final class ForcedRenewals {
  private static final int MOST = 3;
  private static final Duration EARNED_IN = Duration.ofSeconds(30);

  private int left = MOST;
  private Instant earnedUntil = Instant.EPOCH;

  /** Takes one, where one is left. */
  boolean tryTake(Instant now) {
    if (now.isBefore(earnedUntil)) {
      earnedUntil = now; // the clock was set back
    }
    long earned = Duration.between(earnedUntil, now).dividedBy(EARNED_IN);
    earnedUntil = earnedUntil.plus(EARNED_IN.multipliedBy(earned));
    left = (int) Math.min(MOST, left + earned);
    if (left == MOST) {
      earnedUntil = now;
    }
    if (left == 0) {
      return false;
    }
    left--;
    return true;
  }
}
