package dev.tms.session;

import dev.tms.problem.Checked;
import dev.tms.token.AccessToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The time limits of refreshes. Immutable.
 *
 * @param lease how long a claim lasts unless it is extended; must be longer than the provider's
 *     timeout. 1 s to 5 min, default 15 s
 * @param patience how long a request without a valid token waits for a refresh. 1 s to 5 min,
 *     default 20 s
 * @param grace how long an older cookie still leads to the newest session after a request has
 *     presented that session. 0 s to 1 h, default 60 s
 */
public record RefreshPolicy(Duration lease, Duration patience, Duration grace)
    implements Checked<RefreshPolicy> {
  private static final long SHORTEST = Duration.ofSeconds(90).toNanos();
  private static final long LONGEST = Duration.ofMinutes(5).toNanos();

  /** Longer lifetimes have the same window, and a long cannot count the nanoseconds of some. */
  private static final Duration MOST_LIFETIME = Duration.ofHours(1);

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
   * Whether a token that is still valid is refreshed early: in the last part of its lifetime, so
   * that a client that asks a minute before expiry gets a token that lasts longer, with a spread so
   * that not all sessions refresh at the same time.
   */
  static boolean isDue(Session session, AccessToken token, Instant now) {
    return !now.isBefore(token.expiresAt().minus(window(session, token.lifetime())));
  }

  /**
   * min(max(90 s, min(20 % of the lifetime, 5 min)), half of the lifetime), plus up to 10 % by a
   * hash of the session.
   */
  static Duration window(Session session, Duration lifetime) {
    // nanoseconds, because every request comes here and dividing a Duration uses BigDecimal
    long nanos = (lifetime.compareTo(MOST_LIFETIME) < 0 ? lifetime : MOST_LIFETIME).toNanos();
    long part = Math.max(SHORTEST, Math.min(nanos / 5, LONGEST));
    long window = Math.min(part, nanos / 2);
    int hash = 31 * session.id().hashCode() + session.generation();
    long spread = Integer.toUnsignedLong(hash * 0x9E3779B9) >>> 22; // 0 to 1023
    return Duration.ofNanos(window + window * spread / (10 * 1024));
  }
}
