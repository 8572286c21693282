package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.UserSession;
import dev.tms.http.Header;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.session.User;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import jakarta.servlet.ServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, for the application behind a {@link TmsFilter}. Thread-safe; may be used
 * after its request, by work that goes on asynchronously.
 */
public final class TmsSession {
  static final String ATTRIBUTE = TmsSession.class.getName();

  private final Tms tms;
  private final SessionRequest request;
  private final UserSession opened;
  private final @Nullable TmsPrincipal principal;
  private volatile UserSession latest;

  private TmsSession(Tms tms, SessionRequest request) {
    this.tms = tms;
    this.request = request;
    this.opened = tms.session(request);
    this.latest = opened;
    this.principal = opened.user().map(TmsPrincipal::new).orElse(null);
  }

  static TmsSession open(Tms tms, SessionRequest request) {
    return new TmsSession(tms, request);
  }

  /** The session of every request without cookies. */
  static TmsSession nobody(Tms tms) {
    return new TmsSession(tms, SessionRequest.WITHOUT_COOKIES);
  }

  /**
   * The session of this request; one without a user where nobody is signed in.
   *
   * @throws IllegalStateException if the request did not pass a {@link TmsFilter}
   */
  public static TmsSession of(ServletRequest request) {
    TmsSession session = find(request);
    if (session == null) {
      throw new IllegalStateException("the request did not pass a TmsFilter");
    }
    return session;
  }

  static @Nullable TmsSession find(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof TmsSession session ? session : null;
  }

  /** Whether a user is signed in. */
  public boolean isSignedIn() {
    return principal != null;
  }

  /** The signed-in user; empty where nobody is. */
  public Optional<User> user() {
    return opened.user();
  }

  /** The claims about the user that the session keeps; none where nobody is signed in. */
  public Claims claims() {
    return opened.user().map(User::claims).orElse(Claims.NONE);
  }

  /** The customer domain of the login, where there was one. */
  public Optional<String> tenant() {
    return opened.tenant();
  }

  /** What was left of the session when the request came in; zero where nobody is signed in. */
  public Duration expiresIn() {
    return opened.expiresIn();
  }

  /**
   * The user's access token, for a request to an API. It was refreshed before the request reached
   * the application, where that was due, so that this costs nothing; it is refreshed here where it
   * has expired since, which blocks while the provider is asked.
   *
   * @throws TmsException {@code PROVIDER_UNAVAILABLE} if the old token does not work any more and a
   *     new one cannot be had now, {@code PROVIDER_MISCONFIGURED} if an operator has to act before
   *     one can (the user stays signed in in both cases); a code of status 401 if nobody is signed
   *     in, or the session is over
   */
  public AccessToken accessToken() {
    UserSession known = latest;
    if (known.isOutdated()) {
      // the answer may be under way already: its successor will carry the cookies
      known = tms.session(request);
      latest = known;
    }
    return known.accessToken();
  }

  /** Why nobody is signed in. */
  ErrorCode reason() {
    return opened.reason();
  }

  /** The cookies that the answer has to set. */
  List<Header> headers() {
    return opened.headers();
  }

  @Nullable TmsPrincipal principal() {
    return principal;
  }

  /** Whether somebody is signed in, and nothing that identifies who. */
  @Override
  public String toString() {
    return "TmsSession[" + (isSignedIn() ? "signed in" : reason().wire()) + "]";
  }
}
