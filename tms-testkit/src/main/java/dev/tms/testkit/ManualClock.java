package dev.tms.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still until a test moves it: give it to the service and to the {@link
 * TestProvider}. Thread-safe.
 */
public final class ManualClock implements InstantSource {
  /** Where it stands by default: with nanoseconds, so that tests find code that drops them. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private final AtomicReference<Instant> now;

  /** A clock that stands at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** A clock that stands at this time. */
  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get());
  }

  /** Moves the clock forward, or back by a negative duration. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }
}
