package dev.tms.session;

import dev.tms.problem.Checked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long sessions live.
 *
 * @param idle how long a session may go unused; at least 1 s, default 20 minutes
 * @param absolute how long it lives whatever happens; not shorter than idle, at most 400 days,
 *     default 12 hours
 */
public record SessionLifetime(Duration idle, Duration absolute)
    implements Checked<SessionLifetime> {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(1);

  /** 20 minutes idle, 12 hours at most. */
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

  /** When a session that begins now ends, whatever happens. */
  public Instant deadline(Instant login) {
    return login.plus(absolute);
  }

  /**
   * When a session that is active until some moment is idle for too long, within its absolute
   * limit.
   */
  public Instant idleDeadline(Instant activeUntil, Instant deadline) {
    Instant end = activeUntil.plus(idle);
    return end.isBefore(deadline) ? end : deadline;
  }

  /**
   * How old the recorded time of last use may grow before it is written again: a tenth of idle, at
   * most a minute.
   */
  public Duration writeInterval() {
    // dividing a Duration goes through BigDecimal, with every request
    Duration tenth = Duration.ofNanos(idle.toNanos() / 10);
    return tenth.compareTo(LONGEST_INTERVAL) < 0 ? tenth : LONGEST_INTERVAL;
  }
}
