package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.ledger.Ledger.Page;
import dev.tms.ledger.LedgerEntry;
import dev.tms.ledger.LedgerEntry.State;
import dev.tms.oidc.RenewOutcome;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.RefreshOutcome.How;
import dev.tms.session.Session;
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

  private static final Duration RETRY_SOON = Duration.ofSeconds(1);

  private final RefreshContext context;
  private final Session session;
  private final boolean patient;
  private final long owner;

  RefreshAttempt(RefreshContext context, Session session, boolean patient) {
    this.context = context;
    this.session = session;
    this.patient = patient;
    this.owner = context.newOwner();
  }

  RefreshOutcome run() {
    try {
      return claim();
    } catch (StoreUnavailableException e) {
      context.events().on(new TmsEvent.StoreFailed("claim"));
      // new tokens of a session that is held in the store would have nowhere to go
      return context.needsStore() ? new RefreshOutcome.Unavailable(RETRY_SOON) : redeem();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new RefreshOutcome.Unavailable(RETRY_SOON);
    }
  }

  private RefreshOutcome claim() throws InterruptedException {
    Instant giveUp = context.now().plus(context.policy().patience());
    Instant taken = Instant.MIN; // until when another's claim is known to hold
    while (true) {
      Optional<Page> seen = look(taken);
      Instant now = context.now();
      if (seen.isEmpty()) {
        if (!now.isBefore(giveUp)) {
          return new RefreshOutcome.Unavailable(RETRY_SOON);
        }
        context.pause(context.backOff().betweenLooks());
        continue;
      }
      Page page = seen.get();
      LedgerEntry entry = page.entry();
      Optional<RefreshOutcome> settled = settled(entry, now);
      if (settled.isPresent()) {
        boolean waited = taken.isAfter(Instant.MIN);
        return waited ? afterWaiting(settled.get()) : settled.get();
      }
      if (!entry.isHeld(now) || entry.owner() == owner) {
        if (take(page, now) && holdsLongEnough(now)) {
          return redeem();
        }
      } else if (entry.owner() == 0) {
        return new RefreshOutcome.Unavailable(Duration.between(now, entry.lease())); // backing off
      } else if (!patient) {
        return new RefreshOutcome.Busy();
      } else if (!now.isBefore(giveUp)) {
        return new RefreshOutcome.Unavailable(RETRY_SOON);
      } else {
        taken = entry.lease();
        context.pause(context.backOff().betweenLooks());
      }
    }
  }

  private static RefreshOutcome afterWaiting(RefreshOutcome found) {
    return found instanceof RefreshOutcome.Renewed renewed
        ? new RefreshOutcome.Renewed(renewed.session(), How.WAITED)
        : found;
  }

  /**
   * The session's entry; empty where the store cannot be reached, but another's claim is known to
   * hold until then: who has it goes on without the store, and may have sent the token already.
   */
  private Optional<Page> look(Instant taken) {
    try {
      return Optional.of(context.ledger().read(session.ref(), session.generation()));
    } catch (StoreUnavailableException e) {
      if (!context.now().isBefore(taken)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * What the entry answers without a token call: the session is over, or there is a newer
   * generation.
   */
  private Optional<RefreshOutcome> settled(LedgerEntry entry, Instant now) {
    ErrorCode reason = entry.reason();
    if (reason != null) {
      return Optional.of(new RefreshOutcome.Over(reason));
    }
    if (entry.newest() <= session.generation()) {
      return Optional.empty();
    }
    Session newest = context.newest(entry, now);
    if (newest == null || entry.supersedes(session.generation(), now, context.policy().grace())) {
      context.standing().tellSuperseded(session);
      return Optional.of(new RefreshOutcome.Over(ErrorCode.SESSION_SUPERSEDED));
    }
    return Optional.of(new RefreshOutcome.Renewed(newest, How.FOUND));
  }

  /**
   * Whether a claim that was begun then outlasts the time to its first renewal: writing it may have
   * taken so long that another takes it over while the token is on its way.
   */
  private boolean holdsLongEnough(Instant begun) {
    return context.now().isBefore(begun.plus(context.policy().lease().dividedBy(2)));
  }

  /**
   * Claims the session and marks it sent; false where another write came between. That may be a
   * confirmation: the claim still stands then, and the next look goes on from it.
   */
  private boolean take(Page page, Instant now) {
    Instant lease = now.plus(context.policy().lease());
    LedgerEntry entry = page.entry();
    if (entry.state() == State.SENT || entry.owner() == owner) {
      return write(page, entry.sent(owner, lease)).isPresent();
    }
    return write(page, entry.claimed(owner, lease))
        .flatMap(claimed -> write(claimed, claimed.entry().sent(owner, lease)))
        .isPresent();
  }

  /** Sends the token, and keeps the claim until what came of it is written. */
  private RefreshOutcome redeem() {
    Heartbeat heartbeat = context.heartbeat(this::keepClaim);
    try {
      return written(context.renewer().renew(session));
    } finally {
      heartbeat.close();
    }
  }

  private RefreshOutcome written(RenewOutcome outcome) {
    if (outcome instanceof RenewOutcome.Renewed renewed) {
      return publish(renewed.tokens());
    }
    if (outcome instanceof RenewOutcome.Rejected) {
      return rejected();
    }
    if (outcome instanceof RenewOutcome.IdentityChanged changed) {
      log.log(Level.WARNING, "a refresh ended its session: {0}", changed.reason());
      return end(ErrorCode.IDENTITY_CHANGED, changed.newestRefreshToken());
    }
    if (outcome instanceof RenewOutcome.Unavailable unavailable) {
      return failed(unavailable);
    }
    throw new AssertionError(outcome);
  }

  /**
   * Once the provider has answered with tokens, nothing discards them but a session that was ended
   * meanwhile.
   */
  private RefreshOutcome publish(TokenSet tokens) {
    Session next = session.renewed(tokens);
    try {
      while (true) {
        Page page = context.ledger().read(session.ref(), session.generation());
        LedgerEntry entry = page.entry();
        ErrorCode reason = entry.reason();
        if (reason != null && !entry.endedByRefusal()) {
          revoke(tokens.refreshToken());
          return new RefreshOutcome.Over(reason);
        }
        next = next.withGeneration(Math.max(entry.newest(), session.generation()) + 1);
        if (write(page, entry.published(next.generation(), context.encode(next), keepUntil(next)))
            .isPresent()) {
          return new RefreshOutcome.Renewed(next, How.MADE);
        }
      }
    } catch (StoreUnavailableException e) {
      context.events().on(new TmsEvent.PublishFailed());
      return new RefreshOutcome.Renewed(next, How.MADE);
    }
  }

  private Instant keepUntil(Session next) {
    AccessToken token = next.tokens().accessToken();
    Instant now = context.now();
    Instant active = token != null && token.expiresAt().isAfter(now) ? token.expiresAt() : now;
    return context.lifetime().idleDeadline(active, next.deadline());
  }

  private RefreshOutcome rejected() {
    try {
      Page page = context.ledger().read(session.ref(), session.generation());
      Optional<RefreshOutcome> successor = settled(page.entry(), context.now());
      if (successor.isPresent()) {
        return successor.get();
      }
      return end(
          page.entry().unanswered() ? ErrorCode.SESSION_LOST : ErrorCode.SESSION_EXPIRED, null);
    } catch (StoreUnavailableException e) {
      return new RefreshOutcome.Over(ErrorCode.SESSION_EXPIRED);
    }
  }

  private RefreshOutcome end(ErrorCode reason, @Nullable Secret refreshToken) {
    revoke(refreshToken);
    try {
      context.ledger().end(session.ref(), session.generation(), reason);
    } catch (StoreUnavailableException e) {
      context.events().on(new TmsEvent.StoreFailed("end"));
    }
    context
        .events()
        .on(new TmsEvent.SessionEnded(reason.wire(), TmsEvent.SessionEnded.Cause.REFRESH));
    return new RefreshOutcome.Over(reason);
  }

  private RefreshOutcome failed(RenewOutcome.Unavailable failure) {
    log.log(Level.WARNING, "a refresh did not succeed: {0}", failure.reason());
    boolean unanswered = !failure.completeAnswer() && !failure.neverSent();
    Duration patience = context.backOff().after(0, failure.retryAfter());
    try {
      Page page = context.ledger().read(session.ref(), session.generation());
      while (page.entry().owner() == owner) {
        LedgerEntry entry = page.entry();
        patience = context.backOff().after(entry.failures(), failure.retryAfter());
        Instant retryAt = context.now().plus(patience);
        if (write(page, unanswered ? entry.leftSent(retryAt) : entry.failed(retryAt)).isPresent()) {
          break;
        }
        page = context.ledger().read(session.ref(), session.generation());
      }
    } catch (StoreUnavailableException e) {
      context.events().on(new TmsEvent.StoreFailed("release"));
    }
    return new RefreshOutcome.Unavailable(patience);
  }

  private void keepClaim() {
    Page page = context.ledger().read(session.ref(), session.generation());
    if (page.entry().owner() == owner) {
      var unused = write(page, page.entry().extended(context.now().plus(context.policy().lease())));
    }
  }

  private Optional<Page> write(Page seen, LedgerEntry next) {
    Optional<Page> written = context.ledger().write(session.ref(), seen, next);
    context.standing().forget(session.id());
    return written;
  }

  private void revoke(@Nullable Secret refreshToken) {
    if (refreshToken != null) {
      context.renewer().revoke(refreshToken);
    }
  }
}
