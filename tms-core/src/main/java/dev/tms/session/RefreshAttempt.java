package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.Backoff;
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

/**
 * One attempt to refresh a session: claim, send, publish. Used by one thread; the claim is extended
 * on others, three times per lease.
 */
final class RefreshAttempt {
  private static final Logger log = System.getLogger(RefreshAttempt.class.getName());

  private static final Duration RETRY_SOON = Duration.ofSeconds(1);
  private static final int MOST_FAILED_WRITES = 2;
  private static final int UNCLEAR_REFUSALS = 3;
  private static final Duration UNCLEAR_FOR = Duration.ofSeconds(30);

  private final RefreshEngine engine;
  private final Session session;
  private final boolean patient;
  private final long owner;
  private int failedWrites;
  private volatile boolean isDone;

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
      storeFailed("claim"); // the session's index key is not enabled
      return new Result.Unavailable(RETRY_SOON);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Unavailable(RETRY_SOON);
    }
  }

  private Result claim() throws InterruptedException {
    Instant giveUp = engine.now().plus(engine.policy.patience());
    Instant taken = Instant.MIN; // when the other owner's claim expires
    while (true) {
      Page page = look();
      LedgerEntry entry = page.entry();
      Instant now = engine.now();
      // the other owner continues even if the store is down or has lost the claim, and may have
      // sent the token already
      boolean isTaken = (page.isAlone() || page.version() == 0) && now.isBefore(taken);
      if (page.isAlone() && engine.needsStore && !isTaken) {
        // a store-held session could not save its new tokens
        return new Result.Unavailable(RETRY_SOON);
      }
      Result settled = settled(entry, now);
      if (settled != null) {
        boolean waited = taken.isAfter(Instant.MIN);
        return waited && settled instanceof Result.Renewed renewed
            ? new Result.Renewed(renewed.session(), How.WAITED)
            : settled;
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

  private Page look() {
    Page page =
        failedWrites < MOST_FAILED_WRITES
            ? read()
            : engine.ledger.recall(session.ref(), session.generation());
    if (page.isAlone()) {
      storeFailed("claim");
    }
    return page;
  }

  /** The result if the entry makes a token request unnecessary; else null. */
  private @Nullable Result settled(LedgerEntry entry, Instant now) {
    ErrorCode reason = entry.reason();
    if (reason != null) {
      return new Result.Over(reason);
    }
    if (entry.refuses(session.generation())) {
      ErrorCode refusal = entry.refusalReason();
      if (hasValidToken(now)) {
        return new Result.Refused(refusal, false);
      }
      engine.status.endRefused(session);
      return new Result.Over(refusal);
    }
    if (entry.newest() <= session.generation()) {
      return null;
    }
    Session newest = entry.kept(now);
    if (newest == null || entry.supersedes(session.generation(), now, engine.policy.grace())) {
      engine.status.reportSuperseded(session);
      return new Result.Over(ErrorCode.SESSION_SUPERSEDED);
    }
    return new Result.Renewed(newest, How.FOUND);
  }

  /**
   * Whether half of the lease is left. Writing the claim may have taken so long that it would
   * expire before its first renewal, while the token request is under way.
   */
  private boolean holdsLongEnough(Instant begun) {
    return engine.now().isBefore(begun.plus(engine.policy.lease().dividedBy(2)));
  }

  /**
   * Claims the session and marks it sent; false if another write came first. After a confirmation
   * the claim still stands, and the next iteration continues from it.
   */
  private boolean take(Page page, Instant now) {
    Instant lease = now.plus(engine.policy.lease());
    // the claim is for this generation, even if the store has lost it
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
      // the write may have happened: then the next iteration finds this owner. A store that can be
      // read but not written counts as down.
      if (++failedWrites == MOST_FAILED_WRITES) {
        engine.ledger.keep(session.ref(), entry);
      }
      return false;
    }
  }

  /** Sends the refresh token, and holds the claim until the result is written. */
  private Result redeem() {
    scheduleExtension();
    try {
      return written(engine.renewer.renew(session));
    } finally {
      isDone = true;
    }
  }

  private void scheduleExtension() {
    engine.waiting.later(engine.policy.lease().dividedBy(3), engine.executor, this::extendClaim);
  }

  private void extendClaim() {
    if (isDone) {
      return;
    }
    try {
      Page page = read();
      if (page.entry().owner() == owner) {
        var unused = write(page, page.entry().extended(engine.now().plus(engine.policy.lease())));
      }
    } catch (StoreUnavailableException e) {
      storeFailed("heartbeat");
    }
    scheduleExtension();
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
   * Publishes new tokens. They are discarded only if the session has ended meanwhile.
   *
   * @param trouble why there is no access token among them, so that the next refresh backs off
   */
  private Result publish(TokenSet tokens, @Nullable ProviderTrouble trouble) {
    Session next = session.renewed(tokens);
    while (true) {
      Page page = read();
      LedgerEntry entry = page.entry();
      ErrorCode reason = entry.reason();
      if (reason != null && !entry.endedByRefusal()) {
        if (!entry.isTakenOver()) { // else the session of the silent login owns the grant
          revoke(tokens.refreshToken());
        }
        return new Result.Over(reason);
      }
      next = next.withGeneration(Math.max(entry.newest(), session.generation()) + 1);
      LedgerEntry published =
          entry.published(next.generation(), SessionWriter.encode(next), keepUntil(next));
      if (trouble != null) {
        Duration patience = Backoff.after(entry.failures(), trouble.retryAfter(), engine.random);
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
   * The refresh token is no longer valid, unless another node has exchanged it. The access token is
   * served until it expires.
   */
  private Result refused() {
    while (true) {
      Page page = read();
      LedgerEntry entry = page.entry().knowing(session.generation());
      Instant now = engine.now();
      Result settled = settled(entry, now);
      if (settled != null) {
        return settled;
      }
      ErrorCode reason = entry.refusalReason();
      boolean serves = hasValidToken(now);
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

  private boolean hasValidToken(Instant now) {
    AccessToken token = session.tokens().accessToken();
    return token != null && token.isValidAt(now);
  }

  /**
   * The refusal may concern this session or the whole client. The third one ends the session if
   * other token requests of the client succeed meanwhile.
   */
  private Result refusedUnclearly(ProviderTrouble answer) {
    Ledger.LastSuccess last = engine.ledger.lastSuccess();
    while (true) {
      Page page = read();
      LedgerEntry entry = page.entry();
      Instant now = engine.now();
      Duration patience = Backoff.after(entry.failures(), answer.retryAfter(), engine.random);
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

  /** Writes the entry, or keeps it if the store is unreachable; false if another came first. */
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
      Page page = read();
      LedgerEntry entry = page.entry();
      Duration patience = Backoff.after(entry.failures(), failure.retryAfter(), engine.random);
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

  /** Whether this attempt holds the claim, or it is free because the store has lost it. */
  private boolean isMine(Page page) {
    LedgerEntry entry = page.entry();
    boolean isFree =
        entry.owner() == 0
            && entry.newest() <= session.generation()
            && entry.reason() == null
            && !entry.refuses(session.generation());
    return isFree || entry.owner() == owner;
  }

  private Optional<Page> write(Page seen, LedgerEntry next) {
    Optional<Page> written = engine.ledger.write(session.ref(), seen, next);
    engine.status.forget(session.id());
    return written;
  }

  private Page read() {
    return engine.ledger.readOrRecall(session.ref(), session.generation());
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
}
