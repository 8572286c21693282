package dev.tms.session;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.SessionEnded.Cause;
import dev.tms.event.TmsListener;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Ledger.Page;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions: through the ledger, so that every copy of their cookies and every refresh under
 * way is over, and where their tokens are kept; and revokes their newest refresh tokens, in the
 * background. Thread-safe.
 */
public final class SessionEnder {
  private static final String OFFLINE = "offline_access";

  private final Ledger ledger;
  private final SessionStatus status;
  private final TokenStore tokens;
  private final Consumer<Secret> revoke;
  private final boolean revokesOffline;
  private final Executor executor;
  private final TmsListener events;

  /**
   * Ends sessions in this ledger, whose tokens are kept there.
   *
   * @param revoke called on the executor
   * @param revokesOffline whether offline refresh tokens are revoked where the provider has ended
   *     the session
   */
  public SessionEnder(
      Ledger ledger,
      SessionStatus status,
      TokenStore tokens,
      Consumer<Secret> revoke,
      boolean revokesOffline,
      Executor executor,
      TmsListener events) {
    this.ledger = ledger;
    this.status = status;
    this.tokens = tokens;
    this.revoke = revoke;
    this.revokesOffline = revokesOffline;
    this.executor = executor;
    this.events = events;
  }

  /** Whether the newest refresh token of a session that was ended is revoked. */
  @FunctionalInterface
  public interface RevokePolicy {
    /** In any case: what a user asks for. */
    RevokePolicy ALWAYS = (wasLive, last) -> true;

    /** By the one of many callers that has ended the session. */
    RevokePolicy IF_LIVE = (wasLive, last) -> wasLive;

    /**
     * Whether this one is.
     *
     * @param wasLive as {@link Ended#wasLive}
     * @param last the newest tokens of the session
     */
    boolean covers(boolean wasLive, TokenSet last);
  }

  /**
   * How ending went.
   *
   * @param wasLive whether the session was not over before, as far as can be told: of many callers,
   *     one is told so
   * @param newest the newest generation known, the one in hand among them; null where none is
   * @param revocation done when the refresh token has been revoked, or need not be
   */
  public record Ended(
      boolean wasLive, @Nullable Session newest, CompletableFuture<Void> revocation) {}

  /**
   * Ends a session, and revokes its newest refresh token. While the store cannot be reached, a
   * session held in cookies ends on this node alone; the others learn of it when it is back.
   *
   * @param inHand a generation of it, where the caller has one
   * @throws StoreUnavailableException if the session is held in the store, and that cannot be
   *     reached
   */
  public Ended end(
      SessionRef session, @Nullable Session inHand, Cause cause, RevokePolicy revokePolicy) {
    boolean wasLive = true;
    boolean isTakenOver = false;
    @Nullable Session newest = null;
    if (ledger.canKnow(session)) {
      int generation = inHand == null ? 0 : inHand.generation();
      Page page = ledger.end(session, generation, ErrorCode.LOGGED_OUT);
      if (page.isAlone()) {
        events.on(new TmsEvent.StoreFailed("end"));
      }
      LedgerEntry before = page.entry();
      wasLive = before.state() != LedgerEntry.State.ENDED;
      isTakenOver = before.isTakenOver();
      byte[] encoded = before.session();
      newest = encoded == null ? null : SessionCodec.decode(encoded).orElse(null);
    }
    Optional<Session> kept = tokens.end(session, ErrorCode.LOGGED_OUT);
    status.forget(session.id());
    if (isTakenOver) {
      // a login has replaced it, and its refresh token lives on in the session of that login
      return new Ended(false, inHand, CompletableFuture.completedFuture(null));
    }
    if (wasLive) {
      events.on(new TmsEvent.SessionEnded(ErrorCode.LOGGED_OUT.wire(), cause));
    }
    newest = newer(newer(newest, kept.orElse(null)), inHand);
    TokenSet last = newest == null ? null : newest.tokens();
    Secret refreshToken =
        last != null && revokePolicy.covers(wasLive, last) ? last.refreshToken() : null;
    return new Ended(wasLive, newest, revoke(refreshToken));
  }

  /**
   * Ends a session that the provider has ended, as {@link #end} does: its refresh token is revoked
   * once, and an offline one only where that is wanted.
   */
  public void endOfProvider(SessionRef session, @Nullable Session inHand, Cause cause) {
    var unused =
        end(
            session,
            inHand,
            cause,
            (wasLive, last) -> wasLive && (revokesOffline || !isOffline(last)));
  }

  /** Ends a session that has a mark of the provider's, as far as the store can be reached. */
  public void endMarked(SessionRef session, @Nullable Session inHand) {
    try {
      endOfProvider(session, inHand, Cause.BACK_CHANNEL);
    } catch (StoreUnavailableException e) {
      // the mark stands, and the session is ended when it is next seen
    }
  }

  /** Does work on marked sessions in the background, unless that is busy or shutting down. */
  public void later(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      // the marks stand, and the sessions are ended when they are next seen
    }
  }

  /** Revokes a refresh token, if there is one, in the background. */
  public CompletableFuture<Void> revoke(@Nullable Secret refreshToken) {
    if (refreshToken != null) {
      try {
        return CompletableFuture.runAsync(() -> revoke.accept(refreshToken), executor);
      } catch (RejectedExecutionException e) {
        // the token dies by its own expiry
        events.on(new TmsEvent.Revoked(TmsEvent.Revoked.Answer.FAILED));
      }
    }
    return CompletableFuture.completedFuture(null);
  }

  // Back-Channel Logout 1.0 section 2.7: refresh tokens issued with the offline_access property
  // normally SHOULD NOT be revoked
  private static boolean isOffline(TokenSet tokens) {
    return tokens.accessTokens().values().stream()
        .anyMatch(token -> token.scopes().contains(OFFLINE));
  }

  /** What follows the end of a session that the ledger knows of already. */
  void forget(SessionRef session) {
    try {
      var unused = tokens.end(session, ErrorCode.LOGGED_OUT);
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
