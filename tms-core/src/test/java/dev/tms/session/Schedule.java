package dev.tms.session;

import java.time.Duration;
import java.util.List;

/**
 * What happens, in order.
 *
 * @param seed what it was made from
 * @param nodes how many nodes there are
 * @param logins how many users sign in, each in a browser of its own
 * @param life how long access tokens live
 * @param steps the steps
 */
record Schedule(long seed, int nodes, int logins, Duration life, List<Step> steps) {
  Schedule {
    steps = List.copyOf(steps);
  }

  Schedule with(List<Step> other) {
    return new Schedule(seed, nodes, logins, life, other);
  }
}
