package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.EndedSessions;
import dev.tms.refresh.EndedSessions.Ended;
import dev.tms.session.Session;
import dev.tms.session.SessionRef;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions that the provider has ended, and revokes their refresh tokens: once, in the
 * background, and offline ones only where that is wanted. Thread-safe.
 */
public final class ProviderLogouts {
  private static final String OFFLINE = "offline_access";

  private final EndedSessions ended;
  private final Consumer<Secret> revoke;
  private final boolean revokesOffline;
  private final Executor executor;

  /** Ends sessions there; {@code revoke} is called on the executor. */
  public ProviderLogouts(
      EndedSessions ended, Consumer<Secret> revoke, boolean revokesOffline, Executor executor) {
    this.ended = ended;
    this.revoke = revoke;
    this.revokesOffline = revokesOffline;
    this.executor = executor;
  }

  /** Ends a session that a request has come with. */
  public void endLater(Session session) {
    later(() -> end(session.ref(), session.generation(), session));
  }

  /** Ends a session that is held in the store. */
  void endHeld(SessionRef session) {
    end(session, 0, null);
  }

  void later(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      // busy or shutting down: the mark stands, and the session is ended when it is next seen
    }
  }

  private void end(SessionRef ref, int generation, @Nullable Session inHand) {
    try {
      Ended outcome =
          ended.end(
              ref, generation, ErrorCode.LOGGED_OUT, TmsEvent.SessionEnded.Cause.BACK_CHANNEL);
      Session newest = inHand == null ? outcome.newest() : outcome.newestOr(inHand);
      if (outcome.wasLive() && newest != null) {
        revoke(newest.tokens());
      }
    } catch (StoreUnavailableException e) {
      // the mark stands, and the session is ended when it is next seen
    }
  }

  /** In the background already; as {@link #endLater}, for one that was ended by the caller. */
  void revokeLater(Session session) {
    later(() -> revoke(session.tokens()));
  }

  private void revoke(TokenSet tokens) {
    Secret refreshToken = tokens.refreshToken();
    // 2.7: refresh tokens issued with the offline_access property normally SHOULD NOT be revoked
    if (refreshToken != null && (revokesOffline || !isOffline(tokens))) {
      revoke.accept(refreshToken);
    }
  }

  private static boolean isOffline(TokenSet tokens) {
    return tokens.accessTokens().values().stream()
        .anyMatch(token -> token.scopes().contains(OFFLINE));
  }
}
