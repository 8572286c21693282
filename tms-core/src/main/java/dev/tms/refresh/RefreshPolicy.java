package dev.tms.refresh;

import dev.tms.problem.Checked;
import java.time.Duration;
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
