package dev.tms.machine;

import dev.tms.outbound.Backoff;
import dev.tms.token.AccessToken;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a token is renewed, and how long a troubled provider is left alone; both jittered, so that a
 * fleet does not ask at once. Thread-safe.
 */
final class RenewalTiming {
  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
  private static final Duration LONGEST_LATE = Duration.ofSeconds(10);

  private final SecureRandom random;

  RenewalTiming(SecureRandom random) {
    this.random = random;
  }

  /**
   * A token that was just received: due in the last fifth of its life, at most 5 min before its
   * end, and up to a fifth of that earlier; late in the last tenth, at most 10 s.
   */
  HeldToken hold(AccessToken token) {
    Duration window = window(token);
    Duration spread = window.multipliedBy(random.nextInt(1024)).dividedBy(5 * 1024);
    Duration late = min(token.lifetime().dividedBy(10), LONGEST_LATE);
    return new HeldToken(
        token, token.expiresAt().minus(window).minus(spread), token.expiresAt().minus(late), false);
  }

  boolean isDueAnyhow(AccessToken token, Instant now) {
    return !now.isBefore(token.expiresAt().minus(window(token)));
  }

  private static Duration window(AccessToken token) {
    return min(token.lifetime().dividedBy(5), LONGEST_WINDOW);
  }

  Duration pause(int failures, @Nullable Duration asked) {
    return Backoff.after(failures, asked, random);
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /**
   * A token in use.
   *
   * @param token the token
   * @param dueAt from when on it is renewed in the background
   * @param lateAt from when on a newer one is waited for
   * @param suspect whether an API has refused it: due and late at once
   */
  record HeldToken(AccessToken token, Instant dueAt, Instant lateAt, boolean suspect) {
    boolean isDueAt(Instant now) {
      return suspect || !now.isBefore(dueAt);
    }

    boolean isLateAt(Instant now) {
      return suspect || !now.isBefore(lateAt);
    }

    HeldToken refused() {
      return new HeldToken(token, dueAt, lateAt, true);
    }
  }
}
