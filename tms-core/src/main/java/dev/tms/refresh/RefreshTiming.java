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
  private static final Duration SHORTEST = Duration.ofSeconds(90);
  private static final Duration LONGEST = Duration.ofMinutes(5);

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
    Duration part = min(life.dividedBy(5), LONGEST);
    Duration window = min(max(SHORTEST, part), life.dividedBy(2));
    int hash = 31 * session.id().hashCode() + session.generation();
    long spread = Integer.toUnsignedLong(hash * 0x9E3779B9) >>> 22; // 0 to 1023
    return window.plus(window.multipliedBy(spread).dividedBy(10 * 1024));
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private static Duration max(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
