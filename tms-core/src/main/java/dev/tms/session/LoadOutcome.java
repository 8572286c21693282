package dev.tms.session;

/** What a request's cookies hold. */
public sealed interface LoadOutcome {
  /**
   * A session.
   *
   * @param session as it was saved
   * @param stale whether it was sealed under a key that is not the primary one any more
   */
  record Loaded(Session session, boolean stale) implements LoadOutcome {}

  /** No cookie at all. */
  record Absent() implements LoadOutcome {}

  /** A cookie that does not open, for whatever reason. */
  record Unopenable() implements LoadOutcome {}
}
