package dev.tms.refresh;

import dev.tms.session.Session;
import dev.tms.token.AccessToken;
import java.time.Duration;
import java.time.Instant;

/**
 * When a token that still works is renewed already: in the last part of its life, so that a client
 * that asks a minute before expiry gets one that lives longer than that minute, and spread by
 * session so that a fleet does not ask at once.
 */
final class RefreshTiming {
  private static final long SHORTEST = Duration.ofSeconds(90).toNanos();
  private static final long LONGEST = Duration.ofMinutes(5).toNanos();

  /** Longer lives have the same window, and some have more nanoseconds than a long can count. */
  private static final Duration ALL_THE_SAME_FROM = Duration.ofHours(1);

  private RefreshTiming() {}

  /** Whether the token is in its early window, or past it. */
  static boolean isDue(Session session, AccessToken token, Instant now) {
    return !now.isBefore(token.expiresAt().minus(window(session, token.lifetime())));
  }

  /**
   * min(max(90 s, min(20 % of the life, 5 min)), half of the life), and up to 10 % more by a hash
   * of the session.
   */
  static Duration window(Session session, Duration life) {
    // in whole nanoseconds: dividing a Duration goes through BigDecimal, with every request
    long nanos = (life.compareTo(ALL_THE_SAME_FROM) < 0 ? life : ALL_THE_SAME_FROM).toNanos();
    long part = Math.max(SHORTEST, Math.min(nanos / 5, LONGEST));
    long window = Math.min(part, nanos / 2);
    int hash = 31 * session.id().hashCode() + session.generation();
    long spread = Integer.toUnsignedLong(hash * 0x9E3779B9) >>> 22; // 0 to 1023
    return Duration.ofNanos(window + window * spread / (10 * 1024));
  }
}
