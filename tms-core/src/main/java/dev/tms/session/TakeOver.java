package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.SetCookie;
import dev.tms.policy.RefreshPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.Page;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Begins a session with the refresh token of the session that it replaces. Claims the former
 * session in the ledger, as a refresh does, so that no other request sends its token meanwhile, and
 * ends it with the write that hands the token over. If the node dies before that write, the claim
 * expires and the former session is unchanged. Thread-safe.
 */
public final class TakeOver {
  private static final int MOST_FAILED_WRITES = 2;

  private final Ledger ledger;
  private final SessionEnder ender;
  private final RefreshPolicy policy;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Pause waiting;
  private final TmsListener events;

  TakeOver(
      Ledger ledger,
      SessionEnder ender,
      RefreshPolicy policy,
      InstantSource clock,
      SecureRandom random,
      Pause waiting,
      TmsListener events) {
    this.ledger = ledger;
    this.ender = ender;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.waiting = waiting;
    this.events = events;
  }

  /** The result of a takeover. */
  public sealed interface Outcome {}

  /** The new session has begun, with these cookies, and the former one is over. */
  public record Begun(List<SetCookie> cookies) implements Outcome {}

  /** The former session has no usable refresh token; it is unchanged. */
  public record Nothing() implements Outcome {}

  /** A refresh of the former session did not finish in time; it is unchanged. */
  public record Busy() implements Outcome {}

  private record Claim(Session newest, Page page) {}

  /**
   * Begins {@code next} with the refresh token of {@code former}.
   *
   * @param begin saves the given session and returns its cookies; called again if the former
   *     session is refreshed or ended meanwhile
   */
  public Outcome begin(Session former, Session next, Function<Session, List<SetCookie>> begin) {
    long owner = random.nextLong() | 1; // never 0
    Claims claims = new Claims(former, owner);
    try {
      while (true) {
        Claim claim = claims.next();
        if (claim == null) {
          return claims.isBusy ? new Busy() : new Nothing();
        }
        Session successor = withRefreshToken(next, claim.newest.tokens());
        List<SetCookie> cookies = begun(successor, begin, claim);
        if (end(claim, successor, owner)) {
          return new Begun(cookies);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Busy();
    }
  }

  /** Leaves the former access tokens behind: they belong to another login. */
  private static Session withRefreshToken(Session next, TokenSet former) {
    TokenSet own = next.tokens();
    return next.withTokens(
        new TokenSet(
            own.accessTokens(), former.refreshToken(), former.refreshExpiresAt(), own.idToken()));
  }

  private List<SetCookie> begun(
      Session successor, Function<Session, List<SetCookie>> begin, Claim claim) {
    try {
      return begin.apply(successor);
    } catch (Session.TooLargeException | StoreUnavailableException e) {
      release(claim);
      throw e;
    }
  }

  private void release(Claim claim) {
    try {
      var unused = ledger.write(claim.newest.ref(), claim.page, claim.page.entry().released());
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("release")); // the claim expires
    }
  }

  /** False if the claim is lost: the session was ended, or refreshed after the lease. */
  private boolean end(Claim claim, Session successor, long owner) {
    SessionRef former = claim.newest.ref();
    Page page = claim.page;
    markUnanswered(page.entry(), successor);
    boolean isWritten = false;
    // whether the claim was still there after its lease: another request may have taken it
    boolean isSeen = false;
    while (!isWritten) {
      LedgerEntry over =
          page.entry()
              .takenOver(
                  owner, SessionWriter.encode(successor), clock.instant().plus(policy.grace()));
      try {
        isWritten = ledger.write(former, page, over).isPresent();
      } catch (StoreUnavailableException e) {
        events.on(new TmsEvent.StoreFailed("end"));
        if (isSeen || page.entry().isHeld(clock.instant())) {
          ledger.keep(former, over);
          isWritten = true;
        }
        isSeen = true;
      }
      if (!isWritten) {
        page = ledger.readOrRecall(former, claim.newest.generation());
        if (page.entry().owner() != owner) {
          return false;
        }
      }
    }
    ender.forget(former);
    events.on(
        new TmsEvent.SessionEnded(
            ErrorCode.LOGGED_OUT.wire(), TmsEvent.SessionEnded.Cause.REPLACED));
    return true;
  }

  /**
   * If a refresh was sent and has no complete answer, the token may be used up. The successor then
   * reports a refusal of its first refresh as a lost answer.
   */
  private void markUnanswered(LedgerEntry former, Session successor) {
    if (!former.unanswered()) {
      return;
    }
    LedgerEntry doubt = LedgerEntry.untouched(successor.generation()).leftSent(clock.instant());
    try {
      Page page = ledger.readOrRecall(successor.ref(), successor.generation());
      var unused = ledger.write(successor.ref(), page, doubt);
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("claim"));
      ledger.keep(successor.ref(), doubt);
    }
  }

  /** The successive claims of one login. */
  private final class Claims {
    private final long owner;
    private final Instant giveUp = clock.instant().plus(policy.patience());
    private Session former;
    private Instant taken = Instant.MIN; // when the other owner's claim expires
    private int failedWrites;
    private boolean isBusy;

    Claims(Session former, long owner) {
      this.former = former;
      this.owner = owner;
    }

    /** Claims the newest generation; null if that is impossible or takes too long. */
    @Nullable Claim next() throws InterruptedException {
      while (true) {
        Page page = look();
        LedgerEntry entry = page.entry().knowing(former.generation());
        Instant now = clock.instant();
        Session successor = entry.isTakenOver() ? entry.kept(now) : null;
        if (successor != null) {
          // another login of this browser came first, and its session has the token
          former = successor;
          taken = Instant.MIN;
          continue;
        }
        Session newest = newest(entry, now);
        if (newest == null) {
          return null;
        }
        // the other owner continues even if the store is down or has lost the claim
        boolean isTaken = (page.isAlone() || page.version() == 0) && now.isBefore(taken);
        boolean isFree = entry.owner() == 0 || entry.owner() == owner || !entry.isHeld(now);
        if (isFree && !isTaken) {
          Claim claim = claim(newest, page, entry, now);
          if (claim != null) {
            return claim;
          }
        } else if (!now.isBefore(giveUp)) {
          isBusy = true;
          return null;
        } else {
          taken = isTaken ? taken : entry.lease();
          waiting.betweenLooks(random);
        }
      }
    }

    private Page look() {
      Page page =
          failedWrites < MOST_FAILED_WRITES
              ? ledger.readOrRecall(former.ref(), former.generation())
              : ledger.recall(former.ref(), former.generation());
      if (page.isAlone()) {
        events.on(new TmsEvent.StoreFailed("claim"));
      }
      return page;
    }

    /** The newest generation if it is live and can be refreshed; else null. */
    private @Nullable Session newest(LedgerEntry entry, Instant now) {
      if (entry.reason() != null
          || entry.refuses(entry.newest())
          || entry.supersedes(former.generation(), now, policy.grace())) {
        return null;
      }
      Session newest = entry.newest() > former.generation() ? entry.kept(now) : former;
      Secret refreshToken = newest == null ? null : newest.tokens().refreshToken();
      Instant end = newest == null ? null : newest.tokens().refreshExpiresAt();
      return refreshToken == null || (end != null && !now.isBefore(end)) ? null : newest;
    }

    private @Nullable Claim claim(Session newest, Page page, LedgerEntry entry, Instant now) {
      Instant until = now.plus(policy.lease());
      // a refresh that was sent stays on record in case this node dies now
      LedgerEntry claimed =
          entry.state() == LedgerEntry.State.SENT
              ? entry.sent(owner, until)
              : entry.claimed(owner, until);
      try {
        return ledger
            .write(newest.ref(), page, claimed)
            .map(written -> new Claim(newest, written))
            .orElse(null);
      } catch (StoreUnavailableException e) {
        events.on(new TmsEvent.StoreFailed("claim"));
        if (++failedWrites == MOST_FAILED_WRITES) {
          ledger.keep(newest.ref(), entry);
        }
        return null;
      }
    }
  }
}
