package dev.tms.session;

import dev.tms.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state of one session in the ledger. Immutable; each transition is a method that returns the
 * next entry, which the caller writes by compare-and-set.
 *
 * @param owner who holds the claim, or, once the session is over, the login that took it over; 0
 *     for none
 * @param lease when the claim expires; for {@link State#IDLE}, the earliest time of the next
 *     refresh
 * @param newest the newest generation known
 * @param session the encoded session of that generation, or the session that took over; null if it
 *     is no longer kept
 * @param keptUntil when {@code session} expires
 * @param confirmed the newest generation that a request has presented
 * @param confirmedAt when that happened
 * @param unanswered whether a refresh of the newest generation was sent without getting a complete
 *     answer
 * @param failures consecutive failed refreshes
 * @param reason why the session ended; null while it lives
 * @param unclear ambiguous refusals since the newest generation
 */
record LedgerEntry(
    State state,
    long owner,
    Instant lease,
    int newest,
    byte @Nullable [] session,
    Instant keptUntil,
    int confirmed,
    Instant confirmedAt,
    boolean unanswered,
    int failures,
    @Nullable ErrorCode reason,
    UnclearRefusals unclear) {
  /**
   * Refusals that do not say whether the refresh token is still valid.
   *
   * @param since the time of the first one
   * @param success version of the client's last success at that time
   */
  record UnclearRefusals(int count, Instant since, long success) {
    static final UnclearRefusals NONE = new UnclearRefusals(0, Instant.EPOCH, 0);

    UnclearRefusals plusOne(Instant now, Ledger.LastSuccess last) {
      return count == 0
          ? new UnclearRefusals(1, now, last.version())
          : new UnclearRefusals(count + 1, since, success);
    }

    /** Whether a token request of this client has succeeded since the first refusal. */
    boolean isFollowedBy(Ledger.LastSuccess last) {
      // the version separates two successes of the same millisecond; the time rejects an old
      // success that was published late
      return last.version() != success && !last.at().isBefore(since);
    }
  }

  /** The state of the session's refresh. */
  enum State {
    /** No refresh is under way. */
    IDLE,
    /** A refresh is about to start; nothing has been sent. */
    CLAIMED,
    /** The refresh token was sent, or may have been. */
    SENT,
    /**
     * The provider has refused the newest generation's refresh token. It is not sent again, and the
     * session ends when its access token expires.
     */
    REFUSED,
    /** The session is over. */
    ENDED
  }

  /** Checks that a session has a reason if, and only if, it has ended. */
  LedgerEntry {
    if ((state == State.ENDED) != (reason != null)) {
      throw new IllegalArgumentException("an ended session has a reason, and no other has");
    }
  }

  /** The entry of a session that has not been refreshed, at this generation. */
  public static LedgerEntry untouched(int generation) {
    return new LedgerEntry(
        State.IDLE,
        0,
        Instant.EPOCH,
        generation,
        null,
        Instant.EPOCH,
        0,
        Instant.EPOCH,
        false,
        0,
        null,
        UnclearRefusals.NONE);
  }

  /**
   * At least at this generation. The ledger does not know a generation that was published while the
   * store was down, or that the store has lost.
   */
  LedgerEntry knowing(int generation) {
    if (generation <= newest) {
      return this;
    }
    return with(
        next -> {
          // the refusal was of an older generation's token
          next.state = state == State.REFUSED ? State.IDLE : state;
          next.startGeneration(generation, null, Instant.EPOCH);
        });
  }

  public LedgerEntry claimed(long newOwner, Instant until) {
    return with(next -> next.claim(State.CLAIMED, newOwner, until));
  }

  /** Sent by this owner. An earlier attempt by another owner counts as unanswered. */
  public LedgerEntry sent(long newOwner, Instant until) {
    return with(
        next -> {
          next.claim(State.SENT, newOwner, until);
          next.unanswered |= state == State.SENT && owner != newOwner;
        });
  }

  /**
   * Under this claim, but not at its generation: without that generation's session, a request whose
   * cookie is one refresh behind would count as superseded.
   */
  LedgerEntry under(LedgerEntry claim) {
    return claim.state == State.SENT
        ? sent(claim.owner, claim.lease)
        : claimed(claim.owner, claim.lease);
  }

  LedgerEntry extended(Instant until) {
    return with(next -> next.lease = until);
  }

  /** The refresh failed: the provider refused it for now, or never received it. */
  LedgerEntry failed(Instant retryAt) {
    return failedAgain(this, retryAt);
  }

  /** As {@link #failed}, continuing the count of an earlier entry. */
  LedgerEntry failedAgain(LedgerEntry before, Instant retryAt) {
    return with(
        next -> {
          next.claim(State.IDLE, 0, retryAt);
          next.failures = before.failures + 1;
        });
  }

  /**
   * The refresh token was sent and no complete answer came. The entry stays {@code SENT}, and the
   * next attempt may start at {@code retryAt}.
   */
  LedgerEntry leftSent(Instant retryAt) {
    return with(
        next -> {
          next.claim(State.SENT, 0, retryAt);
          next.unanswered = true;
          next.failures++;
        });
  }

  /** As {@link #failed}, by a refusal that does not say whether the token is still valid. */
  LedgerEntry refusedUnclearly(Instant retryAt, Instant now, Ledger.LastSuccess last) {
    return failed(retryAt).with(next -> next.unclear = unclear.plusOne(now, last));
  }

  /** The provider has refused the refresh token for good. */
  LedgerEntry refused() {
    return with(next -> next.claim(State.REFUSED, 0, Instant.EPOCH));
  }

  /** A newer generation exists. */
  public LedgerEntry published(int generation, byte[] encoded, Instant keep) {
    return with(
        next -> {
          next.claim(State.IDLE, 0, Instant.EPOCH);
          next.startGeneration(generation, encoded, keep);
        });
  }

  /**
   * A request has presented this generation. If it is the newest, its session is kept for the grace
   * period only.
   */
  LedgerEntry confirmed(int generation, Instant now, Duration grace) {
    if (generation > newest) {
      return knowing(generation).confirmed(generation, now, grace);
    }
    Instant keep = now.plus(grace);
    return with(
        next -> {
          next.keptUntil = generation == newest && keep.isBefore(keptUntil) ? keep : keptUntil;
          next.confirmed = generation;
          next.confirmedAt = now;
        });
  }

  LedgerEntry ended(ErrorCode why) {
    return over(0, null, Instant.EPOCH, why);
  }

  /**
   * The session is over, and its refresh token belongs to this successor. The successor is kept for
   * another login of the same browser that wants to replace the same session.
   */
  LedgerEntry takenOver(long by, byte @Nullable [] successor, Instant keep) {
    return over(by, successor, keep, ErrorCode.LOGGED_OUT);
  }

  private LedgerEntry over(long by, byte @Nullable [] successor, Instant keep, ErrorCode why) {
    return with(
        next -> {
          next.claim(State.ENDED, by, Instant.EPOCH);
          next.session = successor;
          next.keptUntil = keep;
          next.reason = why;
          next.unclear = UnclearRefusals.NONE;
        });
  }

  /** Without the claim; a refresh token that was sent stays on record. */
  LedgerEntry released() {
    return with(
        next -> next.claim(state == State.SENT ? State.SENT : State.IDLE, 0, Instant.EPOCH));
  }

  LedgerEntry withoutSession() {
    return with(
        next -> {
          next.session = null;
          next.keptUntil = Instant.EPOCH;
        });
  }

  /** Without the claim and the failures. */
  LedgerEntry unclaimed() {
    if (reason != null || state == State.REFUSED) {
      return this;
    }
    return with(
        next -> {
          next.claim(State.IDLE, 0, Instant.EPOCH);
          next.failures = 0;
        });
  }

  /** Whether the provider has refused the refresh token of this generation. */
  boolean refuses(int generation) {
    return state == State.REFUSED && generation == newest;
  }

  /** The error code of a session that ends because its refresh token was refused. */
  ErrorCode refusalReason() {
    return unanswered ? ErrorCode.SESSION_LOST : ErrorCode.SESSION_EXPIRED;
  }

  /** Whether a newer generation than this one was confirmed, and the grace period has passed. */
  boolean supersedes(int generation, Instant now, Duration grace) {
    return generation < confirmed && !now.isBefore(confirmedAt.plus(grace));
  }

  /** Whether a claim is held, or a failure asks for a pause. */
  boolean isHeld(Instant now) {
    return now.isBefore(lease);
  }

  /** Whether a login has taken the session over: its refresh token must not be revoked. */
  boolean isTakenOver() {
    return state == State.ENDED && owner != 0;
  }

  /** The newest session, or null if it is no longer kept. */
  @Nullable Session kept(Instant now) {
    byte[] encoded = session;
    return encoded == null || !keepsSession(now)
        ? null
        : SessionReader.decode(encoded).orElse(null);
  }

  boolean keepsSession(Instant now) {
    return session != null && now.isBefore(keptUntil);
  }

  /** Whether it ended by a refused refresh; a success that was under way overrules that. */
  boolean endedByRefusal() {
    return reason == ErrorCode.SESSION_EXPIRED || reason == ErrorCode.SESSION_LOST;
  }

  /** Prints state and generations only. */
  @Override
  public String toString() {
    return "LedgerEntry[" + state + ", newest=" + newest + ", confirmed=" + confirmed + "]";
  }

  LedgerEntry with(Consumer<Draft> change) {
    Draft next = new Draft(this);
    change.accept(next);
    return new LedgerEntry(
        next.state,
        next.owner,
        next.lease,
        next.newest,
        next.session,
        next.keptUntil,
        next.confirmed,
        next.confirmedAt,
        next.unanswered,
        next.failures,
        next.reason,
        next.unclear);
  }

  /** The fields of the next entry, while a transition changes them. */
  static final class Draft {
    State state;
    long owner;
    Instant lease;
    int newest;
    byte @Nullable [] session;
    Instant keptUntil;
    int confirmed;
    Instant confirmedAt;
    boolean unanswered;
    int failures;
    @Nullable ErrorCode reason;
    UnclearRefusals unclear;

    private Draft(LedgerEntry from) {
      state = from.state;
      owner = from.owner;
      lease = from.lease;
      newest = from.newest;
      session = from.session;
      keptUntil = from.keptUntil;
      confirmed = from.confirmed;
      confirmedAt = from.confirmedAt;
      unanswered = from.unanswered;
      failures = from.failures;
      reason = from.reason;
      unclear = from.unclear;
    }

    /** The claim of a session that lives: only {@link LedgerEntry#over} sets a reason. */
    private void claim(State newState, long newOwner, Instant until) {
      state = newState;
      owner = newOwner;
      lease = until;
      reason = null;
    }

    private void startGeneration(int generation, byte @Nullable [] encoded, Instant keep) {
      newest = generation;
      session = encoded;
      keptUntil = keep;
      unanswered = false;
      failures = 0;
      unclear = UnclearRefusals.NONE;
    }
  }
}
