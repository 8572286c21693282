package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.Ledger.Page;
import dev.tms.session.Session;
import dev.tms.session.SessionCodec;
import dev.tms.session.SessionRef;
import dev.tms.session.TokenStore;
import dev.tms.store.StoreUnavailableException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions: through the ledger, so that every copy of their cookies and every refresh under
 * way is over, and where their tokens are kept. Thread-safe.
 */
public final class EndedSessions {
  private final Ledger ledger;
  private final SessionStatus status;
  private final TokenStore tokens;
  private final TmsListener events;

  /** Ends sessions in this ledger, whose tokens are kept there. */
  public EndedSessions(Ledger ledger, SessionStatus status, TokenStore tokens, TmsListener events) {
    this.ledger = ledger;
    this.status = status;
    this.tokens = tokens;
    this.events = events;
  }

  /**
   * How ending went.
   *
   * @param wasLive whether the session was not over before, as far as can be told: of many callers,
   *     one is told so
   * @param isTakenOver whether a login has replaced it before, and its refresh token lives on in
   *     the session of that login: it must not be revoked
   * @param newest the newest generation that was known on the server; null where none was
   */
  public record Ended(boolean wasLive, boolean isTakenOver, @Nullable Session newest) {
    /** The newest generation known, counting the one in hand. */
    public Session newestOr(Session inHand) {
      return newest == null || newest.generation() < inHand.generation() ? inHand : newest;
    }
  }

  /**
   * Ends a session for this reason. While the store cannot be reached, a session held in cookies
   * ends on this node alone; the others learn of it when it is back.
   *
   * @throws StoreUnavailableException if the session is held in the store, and that cannot be
   *     reached
   */
  public Ended end(
      SessionRef session, int generation, ErrorCode reason, TmsEvent.SessionEnded.Cause cause) {
    boolean wasLive = true;
    boolean isTakenOver = false;
    @Nullable Session newest = null;
    if (ledger.canKnow(session)) {
      Page page = ledger.end(session, generation, reason);
      if (page.isAlone()) {
        events.on(new TmsEvent.StoreFailed("end"));
      }
      LedgerEntry before = page.entry();
      wasLive = before.state() != LedgerEntry.State.ENDED;
      isTakenOver = before.isTakenOver();
      byte[] encoded = before.session();
      newest = encoded == null ? null : SessionCodec.decode(encoded).orElse(null);
    }
    Optional<Session> kept = tokens.end(session, reason);
    status.forget(session.id());
    if (isTakenOver) {
      return new Ended(false, true, null);
    }
    if (wasLive) {
      events.on(new TmsEvent.SessionEnded(reason.wire(), cause));
    }
    return new Ended(wasLive, false, newer(newest, kept.orElse(null)));
  }

  /** What follows the end of a session that the ledger knows of already. */
  void forget(SessionRef session, ErrorCode reason) {
    try {
      var unused = tokens.end(session, reason);
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("end"));
    }
    status.forget(session.id());
  }

  /**
   * Whether the ledger knows that the session is over, or cannot know it any more.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public boolean isOver(SessionRef session) {
    return !ledger.canKnow(session)
        || ledger.read(session, 0).entry().state() == LedgerEntry.State.ENDED;
  }

  private static @Nullable Session newer(@Nullable Session a, @Nullable Session b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.generation() > a.generation() ? b : a;
  }
}
