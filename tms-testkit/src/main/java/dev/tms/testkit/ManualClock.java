package dev.tms.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that moves only when a test moves it, for the service and the {@link TestProvider} alike.
 * Thread-safe.
 */
public final class ManualClock implements InstantSource {
  /** The default time. Its nanoseconds reveal code that truncates times. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private final AtomicReference<Instant> now;

  /** Creates a clock at {@link #START}. */
  public ManualClock() {
    this(START);
  }

  /** Creates a clock at this time. */
  public ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return Objects.requireNonNull(now.get());
  }

  /** Moves the clock forward, or back if the duration is negative. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }
}
