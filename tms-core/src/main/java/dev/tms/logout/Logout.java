package dev.tms.logout;

import dev.tms.event.TmsEvent;
import dev.tms.http.SetCookie;
import dev.tms.oidc.OidcClient;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Antiforgery;
import dev.tms.session.Session;
import dev.tms.session.SessionEnder;
import dev.tms.session.SessionEnder.RevokePolicy;
import dev.tms.session.Sessions;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.store.StoreUnavailableException;
import dev.tms.token.Secret;
import dev.tms.web.Cookies;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs a user out: ends the session, revokes its newest refresh token, clears its cookies, and
 * returns where to end the provider's session. Thread-safe.
 */
public final class Logout {
  private static final Duration REVOCATION_TIME = Duration.ofSeconds(3);

  private final Sessions sessions;
  private final SessionEnder ender;
  private final Antiforgery antiforgery;
  private final OidcClient provider;
  private final URI frontEnd;
  private final URI signedOutCallback;
  private final SecureRandom random;

  /** The provider returns the browser to {@code signedOutCallback}. */
  public Logout(
      Sessions sessions,
      SessionEnder ender,
      Antiforgery antiforgery,
      OidcClient provider,
      URI frontEnd,
      URI signedOutCallback,
      SecureRandom random) {
    this.sessions = sessions;
    this.ender = ender;
    this.antiforgery = antiforgery;
    this.provider = provider;
    this.frontEnd = frontEnd;
    this.signedOutCallback = signedOutCallback;
    this.random = random;
  }

  /** Where to send the browser (end-session endpoint or front end), and the cookies to clear. */
  public record SignedOut(URI location, boolean atProvider, List<SetCookie> cookies) {
    /** Omits the parameters, which include {@code id_token_hint}. */
    @Override
    public String toString() {
      return "SignedOut[" + location.getHost() + "]";
    }
  }

  /**
   * Signs out the session of these cookies, live or idle; without one, only clears the cookies.
   *
   * @throws StoreUnavailableException if the session is held in the store, which is unavailable;
   *     nothing has changed then
   */
  public SignedOut logOut(Cookies cookies) {
    OpenOutcome opened = sessions.open(cookies);
    Session session = sessionOf(opened);
    Optional<URI> atProvider = Optional.empty();
    if (session != null) {
      SessionEnder.Ended ended =
          ender.end(
              session.ref(), session, TmsEvent.SessionEnded.Cause.SIGN_OUT, RevokePolicy.ALWAYS);
      // best effort: a slow or unavailable provider does not delay the sign-out
      ended
          .revocation()
          .completeOnTimeout(null, REVOCATION_TIME.toMillis(), TimeUnit.MILLISECONDS)
          .exceptionally(failure -> null)
          .join();
      Session newest = ended.newest() == null ? session : ended.newest();
      atProvider =
          provider.endSession(hint(opened, session, newest), signedOutCallback, newState());
    }
    List<SetCookie> cleared = new ArrayList<>(sessions.clear());
    cleared.add(antiforgery.clear());
    return new SignedOut(atProvider.orElse(frontEnd), atProvider.isPresent(), cleared);
  }

  /**
   * Returns the {@code id_token_hint}: the newest ID token, because some providers accept no other.
   * None for an old copy of a cookie, because with it some providers end their session without
   * asking.
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
      return unavailable.session(); // held in the browser's cookies, which can at least be cleared
    }
    OpenOutcome.Over over = (OpenOutcome.Over) outcome;
    return over.isEnded() ? null : over.session();
  }

  private String newState() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
