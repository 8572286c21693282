package dev.tms.refresh;

import dev.tms.problem.ErrorCode;
import dev.tms.session.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a request comes with a live session. */
public sealed interface OpenOutcome {
  /**
   * A live session.
   *
   * @param session the session of the request's cookies
   * @param activeUntil until when it counts as used
   * @param stale whether its cookie was sealed under a key that is not the primary one any more
   */
  record Live(Session session, Instant activeUntil, boolean stale) implements OpenOutcome {}

  /**
   * It is unknown now, because the store cannot be reached: a 503, never a 401.
   *
   * @param session the session of the request's cookies, where they hold it
   */
  record Unavailable(@Nullable Session session) implements OpenOutcome {}

  /**
   * No live session.
   *
   * @param reason the code of the 401
   * @param session the session that is over; null where there is none
   */
  record Over(ErrorCode reason, @Nullable Session session) implements OpenOutcome {
    /** Whether the session is known to be ended, so that its cookies can be cleared. */
    public boolean isEnded() {
      return reason != ErrorCode.NO_SESSION
          && reason != ErrorCode.IDLE_TIMEOUT
          && reason != ErrorCode.ABSOLUTE_TIMEOUT
          && reason != ErrorCode.SESSION_SUPERSEDED;
    }
  }
}
