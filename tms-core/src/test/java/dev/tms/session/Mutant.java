package dev.tms.session;

import dev.tms.session.LedgerEntry.State;
import java.time.Instant;

/** What can be wrong, made wrong through the seams, to see that the model finds it. */
enum Mutant {
  /** Nothing. */
  NONE,
  /** The store's compare-and-set compares nothing. */
  REPLACE_IGNORES_VERSION,
  /** The store's first write overwrites. */
  PUT_IF_ABSENT_OVERWRITES,
  /** A claim has run out when it is made. */
  LEASE_OF_ZERO,
  /** No one renews the lease. */
  NO_HEARTBEAT,
  /** A new generation is not published. */
  PUBLISHES_NOTHING,
  /** It is published without the session. */
  KEEPS_NO_SESSION,
  /** It counts as confirmed as soon as it is published. */
  CONFIRMS_TOO_EARLY,
  /** No generation is ever confirmed. */
  NEVER_CONFIRMS,
  /** The end of a session is not kept. */
  FORGETS_THE_END,
  /** Tries without an answer are forgotten. */
  FORGETS_TRIES,
  /** That the provider has refused is forgotten. */
  FORGETS_REFUSALS,
  /** A refusal that says nothing definite counts as one that does. */
  TAKES_UNCLEAR_FOR_OVER,
  /** The session that is published is another user's. */
  MIXES_SESSIONS,
  /** What is to be revoked is not. */
  REVOKES_NOTHING,
  /** Who has taken a session over is forgotten: it counts as ended by a sign-out. */
  FORGETS_WHO_TOOK_OVER,
  /** An answer that was lost counts as one that said no. */
  TAKES_SILENCE_FOR_AN_ANSWER;

  /** The entry as this mutant writes it. */
  LedgerEntry changed(LedgerEntry entry, Instant now) {
    return switch (this) {
      case LEASE_OF_ZERO -> entry.owner() == 0 ? entry : entry.extended(now);
      case PUBLISHES_NOTHING -> copy(entry, 0, null, 0, now, entry.unanswered());
      case KEEPS_NO_SESSION -> entry.withoutSession();
      case CONFIRMS_TOO_EARLY ->
          entry.newest() > entry.confirmed()
              ? copy(
                  entry,
                  entry.newest(),
                  entry.session(),
                  entry.newest(),
                  now.minusSeconds(60),
                  entry.unanswered())
              : entry;
      case NEVER_CONFIRMS ->
          copy(entry, entry.newest(), entry.session(), 0, Instant.EPOCH, entry.unanswered());
      case FORGETS_THE_END ->
          entry.state() == State.ENDED ? LedgerEntry.untouched(entry.newest()) : entry;
      case FORGETS_WHO_TOOK_OVER -> entry.isTakenOver() ? entry.ended(entry.reason()) : entry;
      case FORGETS_REFUSALS ->
          entry.state() == State.REFUSED ? entry.claimed(0, Instant.EPOCH) : entry;
      case TAKES_UNCLEAR_FOR_OVER ->
          entry.state() == State.IDLE && entry.unclear().count() > 0 ? entry.refused() : entry;
      case FORGETS_TRIES ->
          copy(
              entry,
              entry.newest(),
              entry.session(),
              entry.confirmed(),
              entry.confirmedAt(),
              false);
      default -> entry;
    };
  }

  private static LedgerEntry copy(
      LedgerEntry entry,
      int newest,
      byte[] session,
      int confirmed,
      Instant confirmedAt,
      boolean unanswered) {
    return new LedgerEntry(
        entry.state(),
        entry.owner(),
        entry.lease(),
        newest,
        session,
        entry.keptUntil(),
        confirmed,
        confirmedAt,
        unanswered,
        entry.failures(),
        entry.reason(),
        LedgerEntry.UnclearRefusals.NONE);
  }
}
