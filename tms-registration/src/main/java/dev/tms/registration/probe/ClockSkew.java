package dev.tms.registration.probe;

import java.time.Duration;
import java.time.Instant;

/**
 * How far another clock is ahead of ours, as an interval: the answer was made at some moment
 * between asking and having it, and its date has whole seconds only. Negative where the other is
 * behind.
 *
 * @param least the other clock is ahead by at least this
 * @param most and by at most this
 */
public record ClockSkew(Duration least, Duration most) {
  // RFC 9110 5.6.7: an HTTP-date has no fraction of a second
  private static final Duration RESOLUTION = Duration.ofSeconds(1);

  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the least is more than the most
   */
  public ClockSkew {
    if (least.compareTo(most) > 0) {
      throw new IllegalArgumentException("least must not be above most: " + least + ", " + most);
    }
  }

  /**
   * From the date of an answer (RFC 9110 section 6.6.1).
   *
   * @param asked when the request was sent, by our clock
   * @param took until the answer was there
   * @param date what the answer says
   */
  public static ClockSkew between(Instant asked, Duration took, Instant date) {
    Duration fromAsking = Duration.between(asked, date);
    return new ClockSkew(
        fromAsking.minus(took.isNegative() ? Duration.ZERO : took), fromAsking.plus(RESOLUTION));
  }

  /** Whether both clocks may be the same. */
  public boolean mayBeNone() {
    return least.compareTo(Duration.ZERO) <= 0 && most.compareTo(Duration.ZERO) >= 0;
  }

  /** By how much they differ at least, without a sign; zero where they may be the same. */
  public Duration certain() {
    if (mayBeNone()) {
      return Duration.ZERO;
    }
    return least.isNegative() ? most.negated() : least;
  }

  /** Whether the other clock is ahead for certain. */
  public boolean isAhead() {
    return least.compareTo(Duration.ZERO) > 0;
  }
}
