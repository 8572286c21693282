package dev.tms.logout;

import dev.tms.browser.Antiforgery;
import dev.tms.event.TmsEvent;
import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.oidc.OidcClient;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.EndedSessions;
import dev.tms.refresh.OpenOutcome;
import dev.tms.refresh.Sessions;
import dev.tms.session.Session;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs a user out: ends the session, revokes its newest refresh token, clears its cookies, and
 * says where the provider's own session is ended. Thread-safe.
 */
public final class Logout {
  private static final Duration REVOCATION_TIME = Duration.ofSeconds(3);

  private final Sessions sessions;
  private final EndedSessions ended;
  private final Antiforgery antiforgery;
  private final OidcClient provider;
  private final URI frontEnd;
  private final URI signedOutCallback;
  private final Executor executor;
  private final SecureRandom random;

  /** Sign-out at this provider, which returns the browser to {@code signedOutCallback}. */
  public Logout(
      Sessions sessions,
      EndedSessions ended,
      Antiforgery antiforgery,
      OidcClient provider,
      URI frontEnd,
      URI signedOutCallback,
      Executor executor,
      SecureRandom random) {
    this.sessions = sessions;
    this.ended = ended;
    this.antiforgery = antiforgery;
    this.provider = provider;
    this.frontEnd = frontEnd;
    this.signedOutCallback = signedOutCallback;
    this.executor = executor;
    this.random = random;
  }

  /**
   * What a sign-out asks of the browser.
   *
   * @param location where to go: the provider's end-session endpoint, or the front end
   * @param atProvider whether it is the provider's
   * @param cookies the cookies to clear
   */
  public record SignedOut(URI location, boolean atProvider, List<SetCookie> cookies) {
    /** Without what the URL carries: the ID token, as a hint. */
    @Override
    public String toString() {
      return "SignedOut[" + location.getHost() + "]";
    }
  }

  /**
   * Signs out the session of these cookies, live or idle; without one, only the cookies are
   * cleared.
   *
   * @throws StoreUnavailableException if the session is held in the store, and that cannot be
   *     reached; nothing is changed then
   */
  public SignedOut logOut(Cookies cookies) {
    OpenOutcome opened = sessions.open(cookies);
    Session session = sessionOf(opened);
    Optional<URI> atProvider = Optional.empty();
    if (session != null) {
      EndedSessions.Ended outcome =
          ended.end(
              session.ref(),
              session.generation(),
              ErrorCode.LOGGED_OUT,
              TmsEvent.SessionEnded.Cause.SIGN_OUT);
      Session newest = outcome.newestOr(session);
      if (!outcome.isTakenOver()) {
        revoke(newest.tokens().refreshToken());
      }
      atProvider =
          provider.endSession(hint(opened, session, newest), signedOutCallback, newState());
    }
    List<SetCookie> cleared = new ArrayList<>(sessions.clear());
    cleared.add(antiforgery.clear());
    return new SignedOut(atProvider.orElse(frontEnd), atProvider.isPresent(), cleared);
  }

  /**
   * The ID token by which the provider knows the session: the newest, as some take no other. With
   * it some end their session unasked, which is not for anyone who has an old copy of a cookie.
   */
  private static @Nullable Secret hint(OpenOutcome opened, Session inHand, Session newest) {
    boolean isSuperseded =
        opened instanceof OpenOutcome.Over over && over.reason() == ErrorCode.SESSION_SUPERSEDED;
    boolean isKept = inHand.tokens().idToken() != null; // see SessionPolicy.keepIdToken
    return isSuperseded || !isKept ? null : newest.tokens().idToken();
  }

  private static @Nullable Session sessionOf(OpenOutcome outcome) {
    if (outcome instanceof OpenOutcome.Live live) {
      return live.session();
    }
    if (outcome instanceof OpenOutcome.Unavailable unavailable) {
      if (unavailable.session() == null) {
        throw new StoreUnavailableException("a session in the store cannot be signed out now");
      }
      return unavailable.session(); // the browser's cookies hold it: at least they can be cleared
    }
    OpenOutcome.Over over = (OpenOutcome.Over) outcome;
    return over.isEnded() ? null : over.session();
  }

  /** Best effort: a provider that is slow or down does not hold the sign-out up. */
  private void revoke(@Nullable Secret refreshToken) {
    if (refreshToken == null) {
      return;
    }
    try {
      CompletableFuture.runAsync(() -> provider.revoke(refreshToken), executor)
          .completeOnTimeout(null, REVOCATION_TIME.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(failure -> null)
          .join();
    } catch (RejectedExecutionException e) {
      // the executor is shutting down: the token dies by its own expiry
    }
  }

  private String newState() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
