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
   * @param reused whether it was there already
   */
  record Renewed(Session session, boolean reused) implements RefreshOutcome {}

  /** The session is over, or this copy of it is. */
  record Over(ErrorCode reason) implements RefreshOutcome {}

  /** Provider or store cannot be reached now; the session lives. */
  record Unavailable(Duration retryAfter) implements RefreshOutcome {}

  /** Somebody else is at it. */
  record Busy() implements RefreshOutcome {}
}
