package dev.tms.session;

import java.time.Duration;
import java.time.Instant;

/**
 * Identifies a session in the ledger and the store.
 *
 * @param indexKeyId the primary index key at the time of the login
 * @param deadline the session's absolute limit
 */
public record SessionRef(SessionId id, int indexKeyId, Instant deadline) {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  /** How long the store keeps an entry of this session: 5 minutes longer than the session lives. */
  Duration timeToLive(Instant now) {
    return deadline.isAfter(now) ? Duration.between(now, deadline).plus(TOLERANCE) : TOLERANCE;
  }
}
