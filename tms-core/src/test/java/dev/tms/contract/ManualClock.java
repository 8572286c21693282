package dev.tms.contract;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements InstantSource {
  /** Where it stands at first. */
  public static final Instant START = Instant.parse("2026-01-02T03:04:05.678901234Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves it forward, or back by a negative time. */
  public void advance(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }
}
