package dev.tms.session;

import dev.tms.problem.ErrorCode;
import dev.tms.session.LedgerEntry.State;
import java.time.Instant;

/**
 * Puts together what the store says of a session and what this node knows of it, where the store
 * was out of reach or has forgotten something: the end wins, then the newer generation.
 */
final class Reconciliation {
  private Reconciliation() {}

  /** Both entries in one; {@code stored} itself where the node knows nothing beyond it. */
  static LedgerEntry of(LedgerEntry stored, LedgerEntry mine) {
    if (isFinal(stored)) {
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
      return stored.ended(mine.reason()); // a success that is under way overrules that
    }
    if (mine.state() == State.REFUSED && stored.state() != State.REFUSED) {
      return sameGeneration(stored.refused(), mine);
    }
    boolean takesClaim = mine.state() == State.SENT && stored.state() == State.IDLE;
    // a generation that was presented where no one had heard of it was confirmed without its
    // session
    boolean takesSession = stored.session() == null && mine.session() != null;
    return new LedgerEntry(
        takesClaim ? State.SENT : stored.state(),
        takesClaim ? mine.owner() : stored.owner(),
        takesClaim ? mine.lease() : stored.lease(),
        stored.newest(),
        takesSession ? mine.session() : stored.session(),
        takesSession ? mine.keptUntil() : stored.keptUntil(),
        stored.confirmed(),
        stored.confirmedAt(),
        stored.unanswered() || mine.unanswered(),
        Math.max(stored.failures(), mine.failures()),
        null,
        mine.unclear().count() > stored.unclear().count() ? mine.unclear() : stored.unclear());
  }

  private static LedgerEntry confirmedAsFar(LedgerEntry entry, LedgerEntry other) {
    if (other.confirmed() <= entry.confirmed()) {
      return entry;
    }
    Instant at = other.confirmedAt();
    return new LedgerEntry(
        entry.state(),
        entry.owner(),
        entry.lease(),
        entry.newest(),
        entry.session(),
        entry.keptUntil(),
        other.confirmed(),
        at,
        entry.unanswered(),
        entry.failures(),
        entry.reason(),
        entry.unclear());
  }

  private static boolean isFinal(LedgerEntry entry) {
    return entry.state() == State.ENDED && !entry.endedByRefusal();
  }
}
