package dev.tms.refresh;

import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long to leave a troubled provider alone: 1 s, doubled with every failure up to 30 s, or as it
 * asks; jittered.
 */
final class BackOff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final SecureRandom random;

  BackOff(SecureRandom random) {
    this.random = random;
  }

  /**
   * The time to wait after {@code failures} earlier ones; {@code asked} is the provider's {@code
   * Retry-After}.
   */
  Duration after(int failures, @Nullable Duration asked) {
    Duration time = asked == null ? FIRST.multipliedBy(1L << Math.min(failures, 5)) : asked;
    if (time.compareTo(LONGEST) > 0) {
      time = LONGEST;
    }
    // between half and the whole, so that nodes do not come back together
    return time.dividedBy(2)
        .plus(time.dividedBy(2).multipliedBy(random.nextInt(1000)).dividedBy(1000));
  }
}
