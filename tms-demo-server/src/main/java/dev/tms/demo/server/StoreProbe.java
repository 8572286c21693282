package dev.tms.demo.server;

import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/** Whether a store answers: asked at most once a second, however many want to know. Thread-safe. */
final class StoreProbe {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);

  private final Runnable look;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock(); // lets one ask at a time
  private volatile Instant asked = Instant.MIN;
  private volatile boolean answered = true;

  /**
   * Asks so.
   *
   * @param look throws {@link StoreUnavailableException} where there is no answer
   */
  StoreProbe(Runnable look, InstantSource clock) {
    this.look = look;
    this.clock = clock;
  }

  /** Blocks for as long as the store takes; while one asks, others are told of the last answer. */
  boolean answers() {
    if (!isFresh() && asking.tryLock()) {
      try {
        answered = ask();
        asked = clock.instant();
      } finally {
        asking.unlock();
      }
    }
    return answered;
  }

  private boolean isFresh() {
    Instant last = asked;
    // in both directions: a clock that was set back must not stop the looks
    return !last.equals(Instant.MIN)
        && Duration.between(last, clock.instant()).abs().compareTo(REMEMBERED) < 0;
  }

  private boolean ask() {
    try {
      look.run();
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }
}
