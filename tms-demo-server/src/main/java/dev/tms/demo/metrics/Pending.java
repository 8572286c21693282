package dev.tms.demo.metrics;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Logins that were begun in the last 15 minutes and have not ended, in slots of a minute. A login
 * that ends on another node than it began on is missing there and left over here, so that the sum
 * of all nodes is right. Thread-safe.
 */
final class Pending {
  private static final int MINUTES = 15;

  private final InstantSource clock;
  private final long[] minuteOf = new long[MINUTES + 1]; // guarded by this, as is the next
  private final long[] begun = new long[MINUTES + 1];

  Pending(InstantSource clock) {
    this.clock = clock;
  }

  void begin() {
    add(clock.instant(), 1);
  }

  /** One that was begun so long ago has ended. */
  void end(Duration after) {
    add(clock.instant().minus(after), -1);
  }

  synchronized long count() {
    long now = minute(clock.instant());
    long sum = 0;
    for (int i = 0; i < begun.length; i++) {
      sum += now - minuteOf[i] < MINUTES ? begun[i] : 0;
    }
    return sum;
  }

  private synchronized void add(Instant at, int change) {
    long minute = minute(at);
    if (minute(clock.instant()) - minute >= MINUTES) {
      return; // given up already
    }
    int slot = Math.floorMod(minute, begun.length);
    if (minuteOf[slot] != minute) {
      minuteOf[slot] = minute;
      begun[slot] = 0;
    }
    begun[slot] += change;
  }

  private static long minute(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), 60);
  }
}
