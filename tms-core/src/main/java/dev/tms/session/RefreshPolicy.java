package dev.tms.session;

import dev.tms.problem.Checked;
import dev.tms.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How patient the refresh engine is.
 *
 * @param lease how long a claim holds without being renewed; longer than the provider's timeout,
 *     default 15 s
 * @param patience how long a request without a valid token waits for a refresh, default 20 s
 * @param grace how long an older cookie is still answered with the newest session after that was
 *     seen in use, default 60 s
 */
public record RefreshPolicy(Duration lease, Duration patience, Duration grace)
    implements Checked<RefreshPolicy> {
  private static final long SHORTEST = Duration.ofSeconds(90).toNanos();
  private static final long LONGEST = Duration.ofMinutes(5).toNanos();

  /** Longer lives have the same window, and some have more nanoseconds than a long can count. */
  private static final Duration ALL_THE_SAME_FROM = Duration.ofHours(1);

  /** Lease 15 s, patience 20 s, grace 60 s. */
  public static final RefreshPolicy DEFAULT =
      new RefreshPolicy(Duration.ofSeconds(15), Duration.ofSeconds(20), Duration.ofSeconds(60));

  @Override
  public List<String> problems() {
    return Checked.failures(
        () ->
            require("lease", lease, Duration.ofSeconds(1), Duration.ofMinutes(5), "1 s and 5 min"),
        () ->
            require(
                "patience",
                patience,
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                "1 s and 5 min"),
        () -> require("grace", grace, Duration.ZERO, Duration.ofHours(1), "0 s and 1 h"));
  }

  private static void require(
      String name, Duration value, Duration least, Duration most, String range) {
    Checked.require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "the refresh " + name + " must be between " + range + ", got " + value);
  }

  /**
   * Whether a token that still works is renewed already: in the last part of its life, so that a
   * client that asks a minute before expiry gets one that lives longer than that minute, and spread
   * by session so that a fleet does not ask at once.
   */
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
