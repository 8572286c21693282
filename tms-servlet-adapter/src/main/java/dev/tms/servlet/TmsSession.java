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
 * The session of a request that passed a {@link TmsFilter}. Thread-safe; remains usable after the
 * request, in asynchronous work.
 */
public final class TmsSession {
  static final String ATTRIBUTE = TmsSession.class.getName();

  private final @Nullable TmsPrincipal principal;
  private final @Nullable String tenant;
  private final Duration expiresIn;
  private final ErrorCode reason;
  private final List<Header> headers;
  private final Supplier<AccessToken> token;

  /** Without a principal there is no session, for this reason. */
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

  static TmsSession signedOut(Tms tms) {
    return open(tms, SessionRequest.WITHOUT_COOKIES);
  }

  /** Reads the session again once it is outdated. */
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
        // this response may be committed already: the next one sets the new cookies
        known = tms.session(request);
        latest = known;
      }
      return known.accessToken();
    }
  }

  /**
   * Returns the session of this request, without a user if the request has no session.
   *
   * @throws IllegalStateException if the request did not pass a {@link TmsFilter}; or if its
   *     principal or remote user differs from the session's user, because another framework
   *     authenticates requests, and users could see each other's data
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

  /** Returns the signed-in user as returned by {@code getUserPrincipal()}, or empty. */
  public Optional<TmsPrincipal> principal() {
    return Optional.ofNullable(principal);
  }

  /** Returns the signed-in user, or empty. */
  public Optional<User> user() {
    return principal().map(TmsPrincipal::user);
  }

  /** Returns the user's claims that the session keeps; none without a session. */
  public Claims claims() {
    return user().map(User::claims).orElse(Claims.NONE);
  }

  /** Returns the customer domain of the login, or empty if it had none. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /**
   * Returns the remaining lifetime of the session at the time of the request; zero without a
   * session.
   */
  public Duration expiresIn() {
    return expiresIn;
  }

  /**
   * Returns the user's access token for a request to an API. The filter refreshes a token that is
   * about to expire before the request reaches the application, so this call rarely blocks. A token
   * that has expired since is refreshed here, which blocks until the provider responds.
   *
   * @throws TmsException {@code PROVIDER_UNAVAILABLE} if the token has expired and the provider
   *     cannot issue a new one now, {@code PROVIDER_MISCONFIGURED} if that takes an operator (the
   *     user stays signed in in both cases); a code with status 401 if there is no session, or it
   *     has ended
   */
  public AccessToken accessToken() {
    return token.get();
  }

  ErrorCode reason() {
    return reason;
  }

  /** The cookies of the response. */
  List<Header> headers() {
    return headers;
  }

  /** Omits personal data. */
  @Override
  public String toString() {
    return "TmsSession[" + (isSignedIn() ? "signed in" : reason.wire()) + "]";
  }
}
