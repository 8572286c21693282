package dev.tms.outbound;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A token bucket that limits what untrusted requests can trigger. Thread-safe. */
public final class Budget {
  private final int most;
  private final Duration earnedIn;
  private final InstantSource clock;
  private int left; // guarded by this
  private Instant earnedUntil; // guarded by this

  /** A full bucket of {@code most} tokens, refilled by one per {@code earnedIn}. */
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
