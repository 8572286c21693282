package dev.tms.policy;

import dev.tms.problem.Checked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The idle and absolute timeout of sessions. Immutable.
 *
 * @param idle how long a session may go unused; at least 1 s, default 20 minutes
 * @param absolute how long a session lives after the login, even if it is used; from {@code idle}
 *     to 400 days, default 12 hours
 */
public record SessionLifetime(Duration idle, Duration absolute)
    implements Checked<SessionLifetime> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  /** Idle timeout 20 minutes, absolute timeout 12 hours. */
  public static final SessionLifetime DEFAULT =
      new SessionLifetime(Duration.ofMinutes(20), Duration.ofHours(12));

  @Override
  public List<String> problems() {
    return Checked.failures(
        () ->
            Checked.require(
                idle.compareTo(SHORTEST) >= 0,
                "the idle timeout must be at least 1 s, got " + idle),
        () ->
            Checked.require(
                absolute.compareTo(idle) >= 0 && absolute.compareTo(LONGEST) <= 0,
                "the absolute timeout must be between the idle timeout ("
                    + idle
                    + ") and 400 days, got "
                    + absolute));
  }

  /** The absolute deadline of a session with this login. */
  public Instant deadline(Instant login) {
    return login.plus(absolute);
  }

  /** The idle deadline of a session that is active until this moment, at most its deadline. */
  public Instant idleDeadline(Instant activeUntil, Instant deadline) {
    Instant end = activeUntil.plus(idle);
    return end.isBefore(deadline) ? end : deadline;
  }

  /**
   * The interval at which the time of last use is written: a tenth of the idle timeout, at most one
   * minute.
   */
  public Duration writeInterval() {
    // every request comes here, and dividing a Duration uses BigDecimal
    Duration tenth = Duration.ofNanos(idle.toNanos() / 10);
    return tenth.compareTo(LONGEST_INTERVAL) < 0 ? tenth : LONGEST_INTERVAL;
  }
}
