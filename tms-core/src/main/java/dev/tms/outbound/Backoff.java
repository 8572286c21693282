package dev.tms.outbound;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long to wait before calling a failing provider again. */
public final class Backoff {
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private static final Duration FIRST = Duration.ofSeconds(1);

  private Backoff() {}

  /**
   * Returns the delay after this many earlier failures: 1 s, doubled each time, or what the
   * provider requests if longer, up to 30 s; randomized between half and all of that, so that nodes
   * do not retry together.
   */
  public static Duration after(int failures, @Nullable Duration asked, RandomGenerator random) {
    Duration wanted = FIRST.multipliedBy(1L << Math.min(failures, 5));
    if (asked != null && asked.compareTo(wanted) > 0) {
      wanted = asked;
    }
    Duration half = (wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST).dividedBy(2);
    return half.plus(half.multipliedBy(random.nextInt(1025)).dividedBy(1024));
  }
}
