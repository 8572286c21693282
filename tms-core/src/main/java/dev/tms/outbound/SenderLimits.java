package dev.tms.outbound;

import java.time.Duration;

/**
 * How much a sender may do at once.
 *
 * @param concurrentCalls calls in flight, beyond which a call is {@link SendFailure.Kind#BUSY};
 *     default 32
 * @param connectTimeout for making a connection, TLS apart; default 5 s; a call's own timeout
 *     bounds it too
 */
public record SenderLimits(int concurrentCalls, Duration connectTimeout) {
  /** 32 calls at once, 5 s to connect. */
  public static final SenderLimits DEFAULT = new SenderLimits(32, Duration.ofSeconds(5));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if fewer than one call or no time is allowed
   */
  public SenderLimits {
    if (concurrentCalls < 1) {
      throw new IllegalArgumentException(
          "concurrentCalls must be at least 1, got " + concurrentCalls);
    }
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connectTimeout must be positive, got " + connectTimeout);
    }
  }
}
