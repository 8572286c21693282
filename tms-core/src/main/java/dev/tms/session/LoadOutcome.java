package dev.tms.session;

import dev.tms.problem.ErrorCode;

/** What a request's cookies hold. */
public sealed interface LoadOutcome {
  /**
   * A session.
   *
   * @param session as it was saved
   * @param stale whether it was sealed under a key that is not the primary one any more
   */
  record Loaded(Session session, boolean stale) implements LoadOutcome {}

  /**
   * A handle whose session is not there any more.
   *
   * @param reason why it was ended, {@code ABSOLUTE_TIMEOUT}, or {@code NO_SESSION} where that is
   *     not known
   */
  record Gone(ErrorCode reason) implements LoadOutcome {}

  /** A handle, and the store cannot be reached to see what is behind it. */
  record Unavailable() implements LoadOutcome {}

  /** No cookie at all. */
  record Absent() implements LoadOutcome {}

  /** A cookie that does not open, for whatever reason. */
  record Unopenable() implements LoadOutcome {}
}
