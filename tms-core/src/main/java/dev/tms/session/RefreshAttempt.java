package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.Page;
import dev.tms.session.LedgerEntry.State;
import dev.tms.session.RefreshEngine.Result;
import dev.tms.session.RefreshEngine.Result.How;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One attempt to get from a generation to the next: claim, send, publish. Used by one thread. */
final class RefreshAttempt {
  private static final Logger log = System.getLogger(RefreshAttempt.class.getName());

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration RETRY_SOON = Duration.ofSeconds(1);
  private static final int MOST_FAILED_WRITES = 2;
  private static final int UNCLEAR_REFUSALS = 3;
  private static final Duration UNCLEAR_FOR = Duration.ofSeconds(30);

  private final RefreshEngine engine;
  private final Session session;
  private final boolean patient;
  private final long owner;
  private int failedWrites;

  RefreshAttempt(RefreshEngine engine, Session session, boolean patient) {
    this.engine = engine;
    this.session = session;
    this.patient = patient;
    this.owner = engine.random.nextLong() | 1; // never 0
  }

  Result run() {
    try {
      return claim();
    } catch (StoreUnavailableException e) {
      storeFailed("claim"); // neither the store nor this node can know of the session
      return new Result.Unavailable(RETRY_SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Unavailable(RETRY_SOON);
    }
  }

  private Result claim() throws InterruptedException {
    Instant giveUp = engine.now().plus(engine.policy.patience());
    Instant taken = Instant.MIN; // until when another's claim is known to hold
    while (true) {
      Page page = look();
      LedgerEntry entry = page.entry();
      Instant now = engine.now();
      // who has the claim goes on without the store, or with one that has forgotten it, and may
      // have sent the token already
      boolean isTaken = (page.isAlone() || page.version() == 0) && now.isBefore(taken);
      if (page.isAlone() && engine.needsStore && !isTaken) {
        // new tokens of a session that is held in the store would have nowhere to go
        return new Result.Unavailable(RETRY_SOON);
      }
      Optional<Result> settled = settled(entry, now);
      if (settled.isPresent()) {
        boolean waited = taken.isAfter(Instant.MIN);
        return waited ? afterWaiting(settled.get()) : settled.get();
      }
      boolean isFree = !entry.isHeld(now) || entry.owner() == owner;
      if (isFree && !isTaken) {
        if (take(page, now) && holdsLongEnough(now)) {
          return redeem();
        }
      } else if (entry.owner() == 0 && !isTaken) {
        // backing off
        return new Result.Unavailable(
            Duration.between(now, entry.lease()), engine.failures.isMisconfigured());
      } else if (!patient) {
        return new Result.Busy();
      } else if (!now.isBefore(giveUp)) {
        return new Result.Unavailable(RETRY_SOON);
      } else {
        taken = isTaken ? taken : entry.lease();
        engine.waiting.betweenLooks(engine.random);
      }
    }
  }

  private static Result afterWaiting(Result found) {
    return found instanceof Result.Renewed renewed
        ? new Result.Renewed(renewed.session(), How.WAITED)
        : found;
  }

  private Page look() {
    SessionRef ref = session.ref();
    Page page =
        failedWrites < MOST_FAILED_WRITES
            ? engine.ledger.readOrRecall(ref, session.generation())
            : engine.ledger.recall(ref, session.generation());
    if (page.isAlone()) {
      storeFailed("claim");
    }
    return page;
  }

  /**
   * What the entry answers without a token call: the session is over, its refresh token is refused,
   * or there is a newer generation.
   */
  private Optional<Result> settled(LedgerEntry entry, Instant now) {
    ErrorCode reason = entry.reason();
    if (reason != null) {
      return Optional.of(new Result.Over(reason));
    }
    if (entry.refuses(session.generation())) {
      ErrorCode refusal = entry.refusalReason();
      if (hasWorkingToken(now)) {
        return Optional.of(new Result.Refused(refusal, false));
      }
      engine.status.endRefused(session);
      return Optional.of(new Result.Over(refusal));
    }
    if (entry.newest() <= session.generation()) {
      return Optional.empty();
    }
    Session newest = entry.kept(now);
    if (newest == null || entry.supersedes(session.generation(), now, engine.policy.grace())) {
      engine.status.tellSuperseded(session);
      return Optional.of(new Result.Over(ErrorCode.SESSION_SUPERSEDED));
    }
    return Optional.of(new Result.Renewed(newest, How.FOUND));
  }

  /**
   * Whether a claim that was begun then outlasts the time to its first renewal: writing it may have
   * taken so long that another takes it over while the token is on its way.
   */
  private boolean holdsLongEnough(Instant begun) {
    return engine.now().isBefore(begun.plus(engine.policy.lease().dividedBy(2)));
  }

  /**
   * Claims the session and marks it sent; false where another write came between. That may be a
   * confirmation: the claim still stands then, and the next look goes on from it.
   */
  private boolean take(Page page, Instant now) {
    Instant lease = now.plus(engine.policy.lease());
    // the claim is one of this generation, also where the store has forgotten it
    LedgerEntry entry = page.entry().knowing(session.generation());
    try {
      if (entry.state() == State.SENT || entry.owner() == owner) {
        return write(page, entry.sent(owner, lease)).isPresent();
      }
      return write(page, entry.claimed(owner, lease))
          .flatMap(claimed -> write(claimed, claimed.entry().sent(owner, lease)))
          .isPresent();
    } catch (StoreUnavailableException e) {
      storeFailed("claim");
      // it may be written anyway: the next look finds the owner. A store that can be read and
      // not written is as good as none.
      if (++failedWrites == MOST_FAILED_WRITES) {
        engine.ledger.keep(session.ref(), entry);
      }
      return false;
    }
  }

  /** Sends the token, and keeps the claim until what came of it is written. */
  private Result redeem() {
    Heartbeat heartbeat = new Heartbeat(engine, this::keepClaim);
    try {
      return written(engine.renewer.renew(session));
    } finally {
      heartbeat.close();
    }
  }

  private Result written(RenewOutcome outcome) {
    if (outcome instanceof RenewOutcome.Renewed renewed) {
      ProviderTrouble trouble = renewed.trouble();
      if (trouble == null) {
        engine.failures.succeeded();
      } else {
        engine.failures.failed(trouble.reason(), trouble.isMisconfigured());
      }
      Result published = publish(renewed.tokens(), trouble);
      engine.ledger.succeeded(engine.executor);
      return published;
    }
    if (outcome instanceof RenewOutcome.Rejected rejected) {
      String said = rejected.said();
      engine.failures.refused(rejected.error() + (said == null ? "" : ": " + said));
      return refused();
    }
    if (outcome instanceof RenewOutcome.IdentityChanged changed) {
      log.log(Level.WARNING, "a refresh ended its session: {0}", changed.reason());
      return end(ErrorCode.IDENTITY_CHANGED, changed.newestRefreshToken());
    }
    ProviderTrouble trouble = ((RenewOutcome.Unavailable) outcome).trouble();
    return trouble.kind() == ProviderTrouble.Kind.UNCLEAR
        ? refusedUnclearly(trouble)
        : failed(trouble);
  }

  /**
   * Once the provider has answered with tokens, nothing discards them but a session that was ended
   * meanwhile.
   *
   * @param trouble why no access token is among them, so that the next generation backs off; or
   *     null
   */
  private Result publish(TokenSet tokens, @Nullable ProviderTrouble trouble) {
    Session next = session.renewed(tokens);
    while (true) {
      Page page = engine.ledger.readOrRecall(session.ref(), session.generation());
      LedgerEntry entry = page.entry();
      ErrorCode reason = entry.reason();
      if (reason != null && !entry.endedByRefusal()) {
        if (!entry.isTakenOver()) { // or the session of a silent login would lose what it has
          revoke(tokens.refreshToken());
        }
        return new Result.Over(reason);
      }
      next = next.withGeneration(Math.max(entry.newest(), session.generation()) + 1);
      LedgerEntry published =
          entry.published(next.generation(), SessionCodec.encode(next), keepUntil(next));
      if (trouble != null) {
        Duration patience = backOff(entry.failures(), trouble.retryAfter());
        published = published.failedAgain(entry, engine.now().plus(patience));
      }
      try {
        if (write(page, published).isPresent()) {
          if (page.isAlone()) {
            engine.events.on(new TmsEvent.PublishFailed());
          }
          return new Result.Renewed(next, How.MADE);
        }
      } catch (StoreUnavailableException e) {
        engine.ledger.keep(session.ref(), published);
        engine.events.on(new TmsEvent.PublishFailed());
        return new Result.Renewed(next, How.MADE);
      }
    }
  }

  private Instant keepUntil(Session next) {
    AccessToken token = next.tokens().accessToken();
    Instant now = engine.now();
    Instant active = token != null && token.expiresAt().isAfter(now) ? token.expiresAt() : now;
    return engine.lifetime.idleDeadline(active, next.deadline());
  }

  /**
   * The refresh token is not good any more, unless another node got a successor for it. The access
   * token is served for as long as it works.
   */
  private Result refused() {
    while (true) {
      Page page = engine.ledger.readOrRecall(session.ref(), session.generation());
      LedgerEntry entry = page.entry().knowing(session.generation());
      Instant now = engine.now();
      Optional<Result> settled = settled(entry, now);
      if (settled.isPresent()) {
        return settled.get();
      }
      ErrorCode reason = entry.refusalReason();
      boolean serves = hasWorkingToken(now);
      LedgerEntry next = serves ? entry.refused() : entry.ended(reason);
      if (isWritten(page, next, "end")) {
        if (serves) {
          return new Result.Refused(reason, true);
        }
        ended(reason);
        return new Result.Over(reason);
      }
    }
  }

  private boolean hasWorkingToken(Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now);
  }

  /** A refusal that may be of all: the third ends the session where others succeed meanwhile. */
  private Result refusedUnclearly(ProviderTrouble answer) {
    LastSuccess last = engine.ledger.lastSuccess();
    while (true) {
      Page page = engine.ledger.readOrRecall(session.ref(), session.generation());
      LedgerEntry entry = page.entry();
      Instant now = engine.now();
      Duration patience = backOff(entry.failures(), answer.retryAfter());
      LedgerEntry next =
          entry.knowing(session.generation()).refusedUnclearly(now.plus(patience), now, last);
      LedgerEntry.UnclearRefusals refusals = next.unclear();
      boolean isPersistent =
          refusals.count() >= UNCLEAR_REFUSALS && !now.isBefore(refusals.since().plus(UNCLEAR_FOR));
      if (isMine(page) && isPersistent && refusals.isFollowedBy(last)) {
        engine.failures.refused(answer.reason());
        return refused();
      }
      if (!isMine(page) || isWritten(page, next, "release")) {
        if (isPersistent) {
          engine.failures.allRefused(answer.reason());
        } else {
          engine.failures.failed(answer.reason(), false);
        }
        return new Result.Unavailable(patience);
      }
    }
  }

  /** Writes what follows the page, or keeps it for a store that cannot be reached; else false. */
  private boolean isWritten(Page page, LedgerEntry next, String operation) {
    try {
      boolean isWritten = write(page, next).isPresent();
      if (isWritten && page.isAlone()) {
        storeFailed(operation);
      }
      return isWritten;
    } catch (StoreUnavailableException e) {
      storeFailed(operation);
      engine.ledger.keep(session.ref(), next);
      return true;
    }
  }

  private Result end(ErrorCode reason, @Nullable Secret refreshToken) {
    revoke(refreshToken);
    if (engine.ledger.end(session.ref(), session.generation(), reason).isAlone()) {
      storeFailed("end");
    }
    ended(reason);
    return new Result.Over(reason);
  }

  private Result failed(ProviderTrouble failure) {
    engine.failures.failed(failure.reason(), failure.isMisconfigured());
    while (true) {
      Page page = engine.ledger.readOrRecall(session.ref(), session.generation());
      LedgerEntry entry = page.entry();
      Duration patience = backOff(entry.failures(), failure.retryAfter());
      Instant retryAt = engine.now().plus(patience);
      LedgerEntry next =
          failure.kind() == ProviderTrouble.Kind.UNANSWERED
              ? entry.leftSent(retryAt)
              : entry.failed(retryAt);
      if (!isMine(page) || isWritten(page, next, "release")) {
        return new Result.Unavailable(patience, failure.isMisconfigured());
      }
    }
  }

  /** Whether the claim is this attempt's, or no one's because the store has forgotten it. */
  private boolean isMine(Page page) {
    LedgerEntry entry = page.entry();
    boolean isFree =
        entry.owner() == 0
            && entry.newest() <= session.generation()
            && entry.reason() == null
            && !entry.refuses(session.generation());
    return isFree || entry.owner() == owner;
  }

  private void keepClaim() {
    Page page = engine.ledger.readOrRecall(session.ref(), session.generation());
    if (page.entry().owner() == owner) {
      var unused = write(page, page.entry().extended(engine.now().plus(engine.policy.lease())));
    }
  }

  private Optional<Page> write(Page seen, LedgerEntry next) {
    Optional<Page> written = engine.ledger.write(session.ref(), seen, next);
    engine.status.forget(session.id());
    return written;
  }

  private void revoke(@Nullable Secret refreshToken) {
    if (refreshToken != null) {
      engine.renewer.revoke(refreshToken);
    }
  }

  private void storeFailed(String operation) {
    engine.events.on(new TmsEvent.StoreFailed(operation));
  }

  private void ended(ErrorCode reason) {
    engine.events.on(new TmsEvent.SessionEnded(reason.wire(), TmsEvent.SessionEnded.Cause.REFRESH));
  }

  /**
   * How long to leave a troubled provider alone after so many failures: 1 s, doubled with every one
   * up to 30 s, or as it asks.
   */
  private Duration backOff(int failures, @Nullable Duration asked) {
    Duration time = asked == null ? FIRST.multipliedBy(1L << Math.min(failures, 5)) : asked;
    Duration half = (time.compareTo(LONGEST) > 0 ? LONGEST : time).dividedBy(2);
    // between half and the whole, so that nodes do not come back together
    return half.plus(half.multipliedBy(engine.random.nextInt(1000)).dividedBy(1000));
  }

  /**
   * Work that an attempt does three times per lease, in the background, until closed. Thread-safe.
   */
  static final class Heartbeat implements AutoCloseable {
    private final RefreshEngine engine;
    private final Runnable work;
    private volatile boolean closed;

    Heartbeat(RefreshEngine engine, Runnable work) {
      this.engine = engine;
      this.work = work;
      later();
    }

    private void later() {
      engine.waiting.later(engine.policy.lease().dividedBy(3), engine.executor, this::beat);
    }

    private void beat() {
      if (closed) {
        return;
      }
      try {
        work.run();
      } catch (StoreUnavailableException e) {
        engine.events.on(new TmsEvent.StoreFailed("heartbeat"));
      }
      later();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
