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

/** Checks the store and the keys. Calls the store at most once a second. Thread-safe. */
final class ReadinessCheck {
  private static final Duration REMEMBERED = Duration.ofSeconds(1);
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final String KEY = "ready";

  private final ExpiringStore store;
  private final boolean needsStore;
  private final List<Supplier<Optional<String>>> problems;
  private final InstantSource clock;
  private final ReentrantLock asking = new ReentrantLock(); // one call to the store at a time
  private volatile Instant asked = Instant.MIN;
  private volatile boolean answered = true;
  private volatile boolean closed;

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

  /** Blocks while the store is called; concurrent callers get the previous result. */
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
    // abs(): checks must go on if the clock was set back
    return !last.equals(Instant.MIN)
        && Duration.between(last, clock.instant()).abs().compareTo(REMEMBERED) < 0;
  }

  /** Writes a value: a full store or read-only replica can be read, but not used for refreshes. */
  private boolean ask() {
    try {
      store.put(KEY, new byte[0], KEPT);
      return true;
    } catch (RuntimeException e) { // an application's own store may throw anything
      return false;
    }
  }
}
