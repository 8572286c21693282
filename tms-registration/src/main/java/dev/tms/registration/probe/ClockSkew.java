package dev.tms.registration.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * How far another clock is ahead of ours, as an interval: the answer was made at some moment
 * between asking and having it, and its date has whole seconds only. Negative where the other is
 * behind.
 */
public record ClockSkew(Duration least, Duration most) {
  // RFC 9110 5.6.7: an HTTP-date has no fraction of a second
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /** From the date of an answer (RFC 9110 section 6.6.1). */
  static ClockSkew between(Instant asked, Duration took, Instant date) {
    Duration fromAsking = Duration.between(asked, date);
    return new ClockSkew(
        fromAsking.minus(took.isNegative() ? Duration.ZERO : took), fromAsking.plus(RESOLUTION));
  }

  /** By how much they differ at least, without a sign; zero where they may be the same. */
  public Duration certain() {
    return isAhead() ? least : most.isNegative() ? most.negated() : Duration.ZERO;
  }

  /** Whether the other clock is ahead for certain. */
  public boolean isAhead() {
    return least.compareTo(Duration.ZERO) > 0;
  }
}
