package dev.tms;

import java.util.List;
import java.util.Locale;

/**
 * Whether a service should get requests, as {@link Tms#readiness} found. Whether the provider can
 * be reached does not count: a session whose token is good does not need it, and a restart would
 * not bring it back. Immutable.
 *
 * @param state what to do
 * @param reasons why it is not {@link State#UP}: a sentence each for operators, without anything
 *     secret, but with names of files; empty otherwise
 */
public record Readiness(State state, List<String> reasons) {
  /** What a load balancer or an operator should do. */
  public enum State {
    /** All is well. */
    UP,
    /** It serves, and an operator should look at it. */
    DEGRADED,
    /** It cannot serve sessions: send requests elsewhere. */
    DOWN;

    /** In lower case. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the reasons. */
  public Readiness {
    reasons = List.copyOf(reasons);
  }
}
