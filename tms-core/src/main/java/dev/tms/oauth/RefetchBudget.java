package dev.tms.oauth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How often a key that is not known may cause a fetch: so many times in a row, then once in a
 * while. Key ids come from tokens, and some tokens from strangers. Thread-safe.
 */
final class RefetchBudget {
  private final int most;
  private final Duration earnedIn;
  private final InstantSource clock;
  private int left; // guarded by this
  private Instant earnedUntil; // guarded by this

  private RefetchBudget(int most, Duration earnedIn, InstantSource clock) {
    this.most = most;
    this.earnedIn = earnedIn;
    this.clock = clock;
    this.left = most;
    this.earnedUntil = clock.instant();
  }

  /** For tokens that anyone can post: three, then one in 20 s. */
  static RefetchBudget forStrangers(InstantSource clock) {
    return new RefetchBudget(3, Duration.ofSeconds(20), clock);
  }

  /** For tokens that the provider itself has answered with: ten, then one a second. */
  static RefetchBudget forAnswers(InstantSource clock) {
    return new RefetchBudget(10, Duration.ofSeconds(1), clock);
  }

  /** Takes one, where one is left. */
  synchronized boolean tryTake() {
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

  /** How long until the next one. */
  Duration earnedIn() {
    return earnedIn;
  }
}
