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

  /**
   * The provider has refused the refresh token, and the access token still works.
   *
   * @param reason why the session is over once that expires
   * @param isNew whether this attempt has found it out
   */
  record Refused(ErrorCode reason, boolean isNew) implements RefreshOutcome {}

  /** The session is over, or this copy of it is. */
  record Over(ErrorCode reason) implements RefreshOutcome {}

  /**
   * Provider or store give no token now; the session lives.
   *
   * @param isMisconfigured whether that is because what the provider answers contradicts the
   *     configuration
   */
  record Unavailable(Duration retryAfter, boolean isMisconfigured) implements RefreshOutcome {
    /** They cannot be reached. */
    Unavailable(Duration retryAfter) {
      this(retryAfter, false);
    }
  }

  /** Another party is at it. */
  record Busy() implements RefreshOutcome {}
}
