package dev.tms.refresh;

import java.time.Duration;

/**
 * How patient the refresh engine is.
 *
 * @param lease how long a claim holds without being renewed; longer than the provider's timeout,
 *     default 15 s
 * @param patience how long a request without a valid token waits for a refresh, default 20 s
 * @param grace how long an older cookie is still answered with the newest session after that was
 *     seen in use, default 60 s
 */
public record RefreshPolicy(Duration lease, Duration patience, Duration grace) {
  /** Lease 15 s, patience 20 s, grace 60 s. */
  public static final RefreshPolicy DEFAULT =
      new RefreshPolicy(Duration.ofSeconds(15), Duration.ofSeconds(20), Duration.ofSeconds(60));

  /** Checks the ranges. */
  public RefreshPolicy {
    if (lease.compareTo(Duration.ofSeconds(1)) < 0 || lease.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "the refresh lease must be between 1 s and 5 min, got " + lease);
    }
    if (patience.compareTo(Duration.ofSeconds(1)) < 0
        || patience.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new IllegalArgumentException(
          "the refresh patience must be between 1 s and 5 min, got " + patience);
    }
    if (grace.isNegative() || grace.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(
          "the refresh grace must be between 0 s and 1 h, got " + grace);
    }
  }
}
