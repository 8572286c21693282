package dev.tms;

import java.util.List;
import java.util.Locale;

/**
 * Whether a service should receive requests; see {@link Tms#readiness}. Ignores whether the
 * provider can be reached: sessions with a valid token do not need it, and a restart would not
 * help. Immutable.
 *
 * @param state the state of the service
 * @param reasons one sentence for operators per reason why the state is not {@link State#UP}; may
 *     name files, contains no secrets
 */
public record Readiness(State state, List<String> reasons) {
  /** The state of a service. */
  public enum State {
    /** The service is healthy. */
    UP,
    /** The service works, but an operator should look at it. */
    DEGRADED,
    /** The service cannot serve sessions: route requests elsewhere. */
    DOWN;

    /** The name in lower case. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the reasons. */
  public Readiness {
    reasons = List.copyOf(reasons);
  }
}
