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
 * Ends sessions in the ledger, which invalidates every copy of their cookies and every refresh
 * under way; deletes their tokens from the store; and revokes their newest refresh tokens in the
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
   * Creates an ender.
   *
   * @param revoke called on the executor
   * @param revokesOffline whether offline refresh tokens are revoked if the provider has ended the
   *     session
   */
  SessionEnder(
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

  /** Decides whether the newest refresh token of an ended session is revoked. */
  @FunctionalInterface
  public interface RevokePolicy {
    /** Always: the user asked for it. */
    RevokePolicy ALWAYS = (wasLive, last) -> true;

    /** Only by the caller that ended the session. */
    RevokePolicy IF_LIVE = (wasLive, last) -> wasLive;

    /** Takes {@link Ended#wasLive} and the newest tokens of the session. */
    boolean covers(boolean wasLive, TokenSet last);
  }

  /**
   * The result of ending a session.
   *
   * @param wasLive whether this call ended it, which is true for one of several concurrent callers;
   *     also true if the ledger cannot find it
   * @param newest the newest generation known, including the caller's; null if there is none
   * @param revocation completes when the refresh token is revoked or need not be
   */
  public record Ended(
      boolean wasLive, @Nullable Session newest, CompletableFuture<Void> revocation) {}

  /**
   * Ends a session and revokes its newest refresh token. While the store is unreachable, a
   * cookie-held session ends on this node only; the other nodes see it when the store is back.
   *
   * @param inHand the caller's generation of it, or null
   * @throws StoreUnavailableException if the session is held in the store, and that cannot be
   *     reached
   */
  public Ended end(
      SessionRef session, @Nullable Session inHand, Cause cause, RevokePolicy revokePolicy) {
    boolean wasLive = true;
    boolean isTakenOver = false;
    @Nullable Session newest = null;
    if (ledger.canFind(session)) {
      int generation = inHand == null ? 0 : inHand.generation();
      Page page = ledger.end(session, generation, ErrorCode.LOGGED_OUT);
      if (page.isAlone()) {
        events.on(new TmsEvent.StoreFailed("end"));
      }
      LedgerEntry before = page.entry();
      wasLive = before.state() != LedgerEntry.State.ENDED;
      isTakenOver = before.isTakenOver();
      byte[] encoded = before.session();
      newest = encoded == null ? null : SessionReader.decode(encoded).orElse(null);
    }
    Optional<Session> kept = tokens.end(session, ErrorCode.LOGGED_OUT);
    status.forget(session.id());
    if (isTakenOver) {
      // a login has replaced it, and its refresh token belongs to the new session
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
   * As {@link #end}, for a session that the provider has ended: its refresh token is revoked once,
   * an offline one only if configured.
   */
  public void endOfProvider(SessionRef session, @Nullable Session inHand, Cause cause) {
    var unused =
        end(
            session,
            inHand,
            cause,
            (wasLive, last) -> wasLive && (revokesOffline || !isOffline(last)));
  }

  /** Ends a session that has a logout mark, if the store can be reached. */
  public void endMarked(SessionRef session, @Nullable Session inHand) {
    try {
      endOfProvider(session, inHand, Cause.BACK_CHANNEL);
    } catch (StoreUnavailableException e) {
      // the mark stays, and ends the session at its next request
    }
  }

  /** Runs work on marked sessions in the background, unless the executor rejects it. */
  public void later(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      // the marks stay, and end the sessions at their next requests
    }
  }

  /** Revokes a refresh token in the background; null is ignored. */
  public CompletableFuture<Void> revoke(@Nullable Secret refreshToken) {
    if (refreshToken != null) {
      try {
        return CompletableFuture.runAsync(() -> revoke.accept(refreshToken), executor);
      } catch (RejectedExecutionException e) {
        // the token lives until it expires
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

  /** Deletes the tokens of a session that has ended in the ledger. */
  void forget(SessionRef session) {
    try {
      var unused = tokens.end(session, ErrorCode.LOGGED_OUT);
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("end"));
    }
    status.forget(session.id());
  }

  /**
   * Whether the session has ended in the ledger, or its entry cannot be found any more.
   *
   * @throws StoreUnavailableException if the store cannot be reached
   */
  public boolean isOver(SessionRef session) {
    return !ledger.canFind(session)
        || ledger.read(session, 0).entry().state() == LedgerEntry.State.ENDED;
  }

  private static @Nullable Session newer(@Nullable Session a, @Nullable Session b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.generation() > a.generation() ? b : a;
  }
}
