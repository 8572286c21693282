package dev.tms.session;

import dev.tms.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger knows of one session. Immutable; each change is a method that returns the entry
 * after it, and is made real by compare-and-set.
 *
 * @param state where the refresh of this session stands
 * @param owner who holds the claim, or has taken the session over and ended it; 0 for none
 * @param lease until when the claim holds; for {@link State#IDLE}, before when no refresh is tried
 * @param newest the newest generation known
 * @param session that generation, encoded, or the session that has taken over; null once it is not
 *     kept any more
 * @param keptUntil until when it is kept
 * @param confirmed the newest generation that a request has presented
 * @param confirmedAt when that was
 * @param unanswered whether a refresh was sent since the newest generation that had no complete
 *     answer
 * @param failures refreshes in a row that came to nothing
 * @param reason why the session ended; null while it lives
 * @param unclear the refusals since the newest generation that say nothing definite
 */
public record LedgerEntry(
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
   * Refusals of refreshes that do not say whether the refresh token is still good.
   *
   * @param count how many
   * @param since when the first of them was
   * @param success the client's last success that was known then
   */
  record UnclearRefusals(int count, Instant since, long success) {
    /** None yet. */
    public static final UnclearRefusals NONE = new UnclearRefusals(0, Instant.EPOCH, 0);

    UnclearRefusals andOne(Instant now, LastSuccess last) {
      return count == 0
          ? new UnclearRefusals(1, now, last.version())
          : new UnclearRefusals(count + 1, since, success);
    }

    /** Whether a token request of this client has succeeded since the first. */
    public boolean isFollowedBy(LastSuccess last) {
      // the version tells of two successes in the same moment, the time of one that is heard of
      // late
      return last.version() != success && !last.at().isBefore(since);
    }
  }

  /** Where a refresh stands. */
  enum State {
    /** No one refreshes. */
    IDLE,
    /** Someone is about to refresh; nothing was sent yet. */
    CLAIMED,
    /** The refresh token was sent, or may have been. */
    SENT,
    /**
     * The provider has refused the newest generation's refresh token: none is sent any more, and
     * the session is over when its access token expires.
     */
    REFUSED,
    /** The session is over. */
    ENDED
  }

  /** Checks that nothing is missing. */
  public LedgerEntry {
    Objects.requireNonNull(state, "state");
    if ((state == State.ENDED) != (reason != null)) {
      throw new IllegalArgumentException("an ended session has a reason, and no other has");
    }
  }

  /** An entry without unclear refusals. */
  public LedgerEntry(
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
      @Nullable ErrorCode reason) {
    this(
        state,
        owner,
        lease,
        newest,
        session,
        keptUntil,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        reason,
        UnclearRefusals.NONE);
  }

  /** A session that no one has refreshed yet, at this generation. */
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
        null);
  }

  /**
   * The same of at least this generation: one that is newer than all that was heard of was
   * published while the store was out of reach, or was forgotten.
   */
  public LedgerEntry knowing(int generation) {
    return generation <= newest
        ? this
        : new LedgerEntry(
            state == State.REFUSED ? State.IDLE : state, // of an older generation's token
            owner,
            lease,
            generation,
            null,
            Instant.EPOCH,
            confirmed,
            confirmedAt,
            false,
            0,
            reason);
  }

  /** Claimed by an owner until then. */
  public LedgerEntry claimed(long newOwner, Instant until) {
    return with(State.CLAIMED, newOwner, until, unanswered, failures);
  }

  /**
   * Sent by an owner, whose claim holds until then; an earlier try that was sent and not answered
   * stays on record.
   */
  public LedgerEntry sent(long newOwner, Instant until) {
    boolean othersTry = state == State.SENT && owner != newOwner;
    return with(State.SENT, newOwner, until, unanswered || othersTry, failures);
  }

  /**
   * Under this claim. Its generation is not taken over: without the session that goes with it, a
   * request that has just been overtaken would count as superseded.
   */
  LedgerEntry under(LedgerEntry claim) {
    return claim.state == State.SENT
        ? sent(claim.owner, claim.lease)
        : claimed(claim.owner, claim.lease);
  }

  /** The same claim, for longer. */
  public LedgerEntry extended(Instant until) {
    return with(state, owner, until, unanswered, failures);
  }

  /**
   * The try came to nothing: the provider answered, or never saw it. Not before {@code retryAt}
   * again.
   */
  public LedgerEntry failed(Instant retryAt) {
    return with(State.IDLE, 0, retryAt, unanswered, failures + 1);
  }

  /** As {@link #failed}, counted on from an entry of before. */
  public LedgerEntry failedAgain(LedgerEntry before, Instant retryAt) {
    return with(State.IDLE, 0, retryAt, unanswered, before.failures + 1);
  }

  /**
   * The try was sent and has no complete answer: it stays sent, and is free for the next try at
   * {@code retryAt}.
   */
  public LedgerEntry leftSent(Instant retryAt) {
    return with(State.SENT, 0, retryAt, true, failures + 1);
  }

  /** As {@link #failed}, by an answer that says nothing definite. */
  public LedgerEntry refusedUnclearly(Instant retryAt, Instant now, LastSuccess last) {
    LedgerEntry next = failed(retryAt);
    return next.with(unclear.andOne(now, last));
  }

  /** The provider refuses the refresh token for good. */
  public LedgerEntry refused() {
    return with(State.REFUSED, 0, Instant.EPOCH, unanswered, failures);
  }

  /** A newer generation is there. */
  public LedgerEntry published(int generation, byte[] encoded, Instant keep) {
    return new LedgerEntry(
        State.IDLE,
        0,
        Instant.EPOCH,
        generation,
        encoded,
        keep,
        confirmed,
        confirmedAt,
        false,
        0,
        null);
  }

  /**
   * A request has presented this generation; a confirmed newest one is kept for the grace time
   * only.
   */
  public LedgerEntry confirmed(int generation, Instant now, Duration grace) {
    if (generation > newest) {
      return knowing(generation).confirmed(generation, now, grace);
    }
    Instant keep = now.plus(grace);
    return new LedgerEntry(
        state,
        owner,
        lease,
        newest,
        session,
        generation == newest && keep.isBefore(keptUntil) ? keep : keptUntil,
        generation,
        now,
        unanswered,
        failures,
        reason,
        unclear);
  }

  /** The session is over, for this reason. */
  public LedgerEntry ended(ErrorCode why) {
    return new LedgerEntry(
        State.ENDED,
        0,
        Instant.EPOCH,
        newest,
        null,
        Instant.EPOCH,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        why);
  }

  /**
   * The session is over, and its refresh token belongs to this successor, which is named for as
   * long as another login of the same browser may come to replace the same session.
   */
  public LedgerEntry takenOver(long by, byte @Nullable [] successor, Instant keep) {
    return new LedgerEntry(
        State.ENDED,
        by,
        Instant.EPOCH,
        newest,
        successor,
        keep,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        ErrorCode.LOGGED_OUT);
  }

  /** The claim is given back; a try that was sent stays on record. */
  public LedgerEntry released() {
    State next = state == State.SENT ? State.SENT : State.IDLE;
    return with(next, 0, Instant.EPOCH, unanswered, failures);
  }

  /** Without the newest session, which is not kept any more. */
  public LedgerEntry tidied() {
    return new LedgerEntry(
        state,
        owner,
        lease,
        newest,
        null,
        Instant.EPOCH,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        reason,
        unclear);
  }

  /** Without a claim: what is worth remembering. */
  LedgerEntry unclaimed() {
    return reason != null || state == State.REFUSED
        ? this
        : with(State.IDLE, 0, Instant.EPOCH, unanswered, 0);
  }

  /** Whether the refresh token of this generation is refused. */
  public boolean refuses(int generation) {
    return state == State.REFUSED && generation == newest;
  }

  /** Why a session ends whose refresh token is refused. */
  public ErrorCode refusalReason() {
    return unanswered ? ErrorCode.SESSION_LOST : ErrorCode.SESSION_EXPIRED;
  }

  /** Whether a generation is older than a confirmed one, beyond the grace time. */
  public boolean supersedes(int generation, Instant now, Duration grace) {
    return generation < confirmed && !now.isBefore(confirmedAt.plus(grace));
  }

  /** Whether a claim holds, or a failure asks for patience. */
  public boolean isHeld(Instant now) {
    return now.isBefore(lease);
  }

  /** Whether a login has replaced it, and has its refresh token now: it must not be revoked. */
  public boolean isTakenOver() {
    return state == State.ENDED && owner != 0;
  }

  /** The session that is kept, or null. */
  public @Nullable Session kept(Instant now) {
    byte[] encoded = session;
    return encoded == null || !keepsSession(now) ? null : SessionCodec.decode(encoded).orElse(null);
  }

  /** Whether the newest session is there and still kept. */
  public boolean keepsSession(Instant now) {
    return session != null && now.isBefore(keptUntil);
  }

  /**
   * Whether it ended because the provider refused a refresh: a success that was under way overrules
   * that.
   */
  public boolean endedByRefusal() {
    return reason == ErrorCode.SESSION_EXPIRED || reason == ErrorCode.SESSION_LOST;
  }

  /** State and generations only. */
  @Override
  public String toString() {
    return "LedgerEntry[" + state + ", newest=" + newest + ", confirmed=" + confirmed + "]";
  }

  private LedgerEntry with(State next, long newOwner, Instant until, boolean open, int tries) {
    return new LedgerEntry(
        next,
        newOwner,
        until,
        newest,
        session,
        keptUntil,
        confirmed,
        confirmedAt,
        open,
        tries,
        null,
        unclear);
  }

  private LedgerEntry with(UnclearRefusals refusals) {
    return new LedgerEntry(
        state,
        owner,
        lease,
        newest,
        session,
        keptUntil,
        confirmed,
        confirmedAt,
        unanswered,
        failures,
        reason,
        refusals);
  }
}
