package dev.tms.policy;

import dev.tms.problem.Checked;
import java.time.Duration;
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
}
