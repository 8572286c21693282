package dev.tms.session;

import dev.tms.problem.ErrorCode;
import dev.tms.session.LedgerEntry.State;

/**
 * Merges the store's entry of a session with the one that this node remembers, after the store was
 * unreachable or has lost data: the end of the session wins, then the newer generation.
 */
final class Reconciliation {
  private Reconciliation() {}

  /** The merged entry; {@code stored} itself if this node knows nothing more. */
  static LedgerEntry of(LedgerEntry stored, LedgerEntry mine) {
    if (stored.state() == State.ENDED && !stored.endedByRefusal()) {
      return stored;
    }
    ErrorCode reason = mine.reason();
    if (mine.isTakenOver()) {
      return stored.takenOver(mine.owner(), mine.session(), mine.keptUntil());
    }
    if (reason != null && !mine.endedByRefusal()) {
      return stored.ended(reason);
    }
    if (mine.newest() > stored.newest()) {
      return confirmedAsFar(mine, stored);
    }
    LedgerEntry both = mine.newest() == stored.newest() ? sameGeneration(stored, mine) : stored;
    LedgerEntry confirmed = both.reason() == null ? confirmedAsFar(both, mine) : both;
    return confirmed.equals(stored) ? stored : confirmed;
  }

  private static LedgerEntry sameGeneration(LedgerEntry stored, LedgerEntry mine) {
    if (stored.reason() != null) {
      return stored;
    }
    if (mine.reason() != null) {
      return stored.ended(mine.reason()); // a success that is under way overrules this
    }
    if (mine.state() == State.REFUSED && stored.state() != State.REFUSED) {
      return sameGeneration(stored.refused(), mine);
    }
    return stored.with(
        both -> {
          if (mine.state() == State.SENT && stored.state() == State.IDLE) {
            both.state = State.SENT;
            both.owner = mine.owner();
            both.lease = mine.lease();
          }
          // the store has no session if it learned of the generation by a confirmation
          if (stored.session() == null && mine.session() != null) {
            both.session = mine.session();
            both.keptUntil = mine.keptUntil();
          }
          both.unanswered |= mine.unanswered();
          both.failures = Math.max(stored.failures(), mine.failures());
          if (mine.unclear().count() > stored.unclear().count()) {
            both.unclear = mine.unclear();
          }
        });
  }

  private static LedgerEntry confirmedAsFar(LedgerEntry entry, LedgerEntry other) {
    return other.confirmed() <= entry.confirmed()
        ? entry
        : entry.with(
            both -> {
              both.confirmed = other.confirmed();
              both.confirmedAt = other.confirmedAt();
            });
  }
}
