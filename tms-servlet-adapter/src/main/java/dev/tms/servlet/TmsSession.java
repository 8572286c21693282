package dev.tms.servlet;

import dev.tms.Tms;
import dev.tms.UserSession;
import dev.tms.http.Header;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.User;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who makes a request, for the application behind a {@link TmsFilter}. Thread-safe; may be used
 * after its request, by work that goes on asynchronously.
 */
public final class TmsSession {
  static final String ATTRIBUTE = TmsSession.class.getName();

  private final @Nullable TmsPrincipal principal;
  private final @Nullable String tenant;
  private final Duration expiresIn;
  private final ErrorCode reason;
  private final List<Header> headers;
  private final Supplier<AccessToken> token;

  /**
   * A session.
   *
   * @param principal the signed-in user; null where the request has no session
   * @param reason why it has none
   * @param headers the cookies that the answer has to set
   * @param token gives the access token, or throws as {@link #accessToken()} does
   */
  TmsSession(
      @Nullable TmsPrincipal principal,
      @Nullable String tenant,
      Duration expiresIn,
      ErrorCode reason,
      List<Header> headers,
      Supplier<AccessToken> token) {
    this.principal = principal;
    this.tenant = tenant;
    this.expiresIn = expiresIn;
    this.reason = reason;
    this.headers = headers;
    this.token = token;
  }

  static TmsSession open(Tms tms, SessionRequest request) {
    UserSession opened = tms.session(request);
    return new TmsSession(
        opened
            .user()
            .map(user -> new TmsPrincipal(user, opened.name().orElse(user.subject())))
            .orElse(null),
        opened.tenant().orElse(null),
        opened.expiresIn(),
        opened.reason(),
        opened.headers(),
        new Latest(tms, request, opened));
  }

  /** The session of every request without cookies. */
  static TmsSession signedOut(Tms tms) {
    return open(tms, SessionRequest.WITHOUT_COOKIES);
  }

  /** The token of the session as it was opened, and of its successor once time has passed. */
  private static final class Latest implements Supplier<AccessToken> {
    private final Tms tms;
    private final SessionRequest request;
    private volatile UserSession latest;

    Latest(Tms tms, SessionRequest request, UserSession opened) {
      this.tms = tms;
      this.request = request;
      this.latest = opened;
    }

    @Override
    public AccessToken get() {
      UserSession known = latest;
      if (known.isOutdated()) {
        // the answer may be under way already: its successor will carry the cookies
        known = tms.session(request);
        latest = known;
      }
      return known.accessToken();
    }
  }

  /**
   * The session of this request; one without a user where the request has no session.
   *
   * @throws IllegalStateException if the request did not pass a {@link TmsFilter}; or if it has a
   *     principal or remote user who is not the session's, because another framework speaks for
   *     another party: one user's page would then show another's data
   */
  public static TmsSession of(ServletRequest request) {
    TmsSession session = find(request);
    if (session == null) {
      throw new IllegalStateException("the request did not pass a TmsFilter");
    }
    session.requireSameUser(request);
    return session;
  }

  static @Nullable TmsSession find(ServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof TmsSession session ? session : null;
  }

  private void requireSameUser(ServletRequest request) {
    TmsPrincipal own = principal;
    if (own == null || !(request instanceof HttpServletRequest asked)) {
      return;
    }
    Principal other = asked.getUserPrincipal();
    String remote = asked.getRemoteUser();
    boolean isPrincipal =
        other instanceof TmsPrincipal
            ? other.equals(own)
            : other == null || own.getName().equals(other.getName());
    boolean isRemoteUser = remote == null || remote.equals(own.getName());
    if (!isPrincipal || !isRemoteUser) {
      String by = other == null || isPrincipal ? "getRemoteUser()" : other.getClass().getName();
      throw new IllegalStateException(
          "the request's user, by "
              + by
              + ", is not the user of its TMS session: another framework has kept an earlier user,"
              + " or names users by another claim. Let it follow getUserPrincipal() on every"
              + " request and keep no session of its own, or set Session.NameClaim; see"
              + " docs/embedding.md, Beside another security framework");
    }
  }

  /** Whether a user is signed in. */
  public boolean isSignedIn() {
    return principal != null;
  }

  /** The signed-in user as {@code getUserPrincipal()} gives it; empty where there is none. */
  public Optional<TmsPrincipal> principal() {
    return Optional.ofNullable(principal);
  }

  /** The signed-in user; empty where there is none. */
  public Optional<User> user() {
    return principal().map(TmsPrincipal::user);
  }

  /** The claims about the user that the session keeps; none where the request has no session. */
  public Claims claims() {
    return user().map(User::claims).orElse(Claims.NONE);
  }

  /** The customer domain of the login, where there was one. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /** What was left of the session when the request came in; zero where the request has none. */
  public Duration expiresIn() {
    return expiresIn;
  }

  /**
   * The user's access token, for a request to an API. It was refreshed before the request reached
   * the application if it was about to expire, so that this costs nothing; it is refreshed here if
   * it has expired since, which blocks while the provider is asked.
   *
   * @throws TmsException {@code PROVIDER_UNAVAILABLE} if the old token does not work any more and a
   *     new one cannot be had now, {@code PROVIDER_MISCONFIGURED} if an operator has to act before
   *     one can (the user stays signed in in both cases); a code of status 401 if the request has
   *     no session, or the session is over
   */
  public AccessToken accessToken() {
    return token.get();
  }

  /** Why the request has no session. */
  ErrorCode reason() {
    return reason;
  }

  /** The cookies that the answer has to set. */
  List<Header> headers() {
    return headers;
  }

  /** Whether a user is signed in, and nothing that identifies who. */
  @Override
  public String toString() {
    return "TmsSession[" + (isSignedIn() ? "signed in" : reason.wire()) + "]";
  }
}
