package dev.tms.session;

import java.time.Instant;
import java.util.Objects;

/**
 * What is needed to find a session in the ledger.
 *
 * @param id its id
 * @param indexKeyId the index key that was primary at its login
 * @param deadline when it ends, whatever happens
 */
public record SessionRef(SessionId id, int indexKeyId, Instant deadline) {
  /** Checks that nothing is missing. */
  public SessionRef {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(deadline, "deadline");
  }
}
