package dev.tms;

import dev.tms.Readiness.State;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Looks at store and keys. The store is asked at most once a second, however many want to know.
 * Thread-safe.
 */
final class ReadinessCheck {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final String KEY = "ready";

  private final ExpiringStore store;
  private final boolean needsStore;
  private final List<Supplier<Optional<String>>> problems;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock(); // lets one ask at a time
  private volatile Instant asked = Instant.MIN;
  private volatile boolean answered = true;
  private volatile boolean closed;

  /**
   * Looks at these.
   *
   * @param needsStore whether no session can be served without the store
   * @param problems tell what else an operator should look at
   */
  ReadinessCheck(
      ExpiringStore store,
      boolean needsStore,
      List<Supplier<Optional<String>>> problems,
      InstantSource clock) {
    this.store = store;
    this.needsStore = needsStore;
    this.problems = List.copyOf(problems);
    this.clock = clock;
  }

  /** Blocks for as long as the store takes; while one asks, others get the last answer. */
  Readiness look() {
    if (closed) {
      return new Readiness(State.DOWN, List.of("the service is closed"));
    }
    List<String> reasons = new ArrayList<>();
    boolean answers = storeAnswers();
    if (!answers) {
      reasons.add(
          needsStore
              ? "the store, where the sessions are, cannot be written to"
              : "the store cannot be written to: until it can, nodes do not know of each other's"
                  + " refreshes and sign-outs");
    }
    problems.forEach(problem -> problem.get().ifPresent(reasons::add));
    if (!answers && needsStore) {
      return new Readiness(State.DOWN, reasons);
    }
    return new Readiness(reasons.isEmpty() ? State.UP : State.DEGRADED, reasons);
  }

  void close() {
    closed = true;
  }

  private boolean storeAnswers() {
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

  /**
   * Writes: a store that is full, or a replica, still reads, but no refresh can be claimed in it.
   */
  private boolean ask() {
    try {
      store.put(KEY, new byte[0], KEPT);
      return true;
    } catch (RuntimeException e) { // of a store of the application's own, whatever it is
      return false;
    }
  }
}
