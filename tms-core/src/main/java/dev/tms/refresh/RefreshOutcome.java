package dev.tms.refresh;

import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import java.time.Duration;

/** How the refresh of a session went. */
sealed interface RefreshOutcome {
  /**
   * There is a newer generation.
   *
   * @param session the newest one
   * @param how where it comes from
   */
  record Renewed(Session session, How how) implements RefreshOutcome {}

  /** Where a newer generation comes from. */
  enum How {
    /** This attempt made the token call. */
    MADE,
    /** Another node made it, while this one waited. */
    WAITED,
    /** It was there already. */
    FOUND
  }

  /** The session is over, or this copy of it is. */
  record Over(ErrorCode reason) implements RefreshOutcome {}

  /** Provider or store cannot be reached now; the session lives. */
  record Unavailable(Duration retryAfter) implements RefreshOutcome {}

  /** Somebody else is at it. */
  record Busy() implements RefreshOutcome {}
}
