package dev.tms;

import dev.tms.http.Header;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.session.RequestSession;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.Session;
import dev.tms.token.AccessToken;
import dev.tms.token.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session of a request, for the duration of that request. Immutable and thread-safe. */
public final class UserSession {
  private final @Nullable User user;
  private final String nameClaim;
  private final @Nullable String tenant;
  private final Duration expiresIn;
  private final ErrorCode reason;
  private final AccessOutcome access;
  private final List<Header> headers;
  private final InstantSource clock;
  private final Instant openedAt;

  private UserSession(
      @Nullable User user,
      String nameClaim,
      @Nullable String tenant,
      Duration expiresIn,
      ErrorCode reason,
      AccessOutcome access,
      List<Header> headers,
      InstantSource clock) {
    this.user = user;
    this.nameClaim = nameClaim;
    this.tenant = tenant;
    this.expiresIn = expiresIn;
    this.reason = reason;
    this.access = access;
    this.headers = headers;
    this.clock = clock;
    this.openedAt = clock.instant();
  }

  static UserSession of(RequestSession used, String nameClaim, InstantSource clock) {
    Session session = used.session();
    return new UserSession(
        session == null ? null : session.user(),
        nameClaim,
        session == null ? null : session.tenant(),
        used.expiresIn(),
        used.reason(),
        used.access(),
        used.cookies().stream().map(SetCookie::header).toList(),
        clock);
  }

  /** Returns whether a user is signed in. */
  public boolean isSignedIn() {
    return user != null;
  }

  /** The signed-in user; empty if there is none. */
  public Optional<User> user() {
    return Optional.ofNullable(user);
  }

  /**
   * The display name of the signed-in user: the claim that {@link
   * dev.tms.policy.SessionPolicy#nameClaim} names, if it is a string, otherwise the subject. Empty
   * if the request has no session. Only issuer and subject identify a user.
   */
  public Optional<String> name() {
    return user()
        .map(
            one ->
                one.claims()
                    .string(nameClaim)
                    .filter(text -> !text.isBlank())
                    .orElse(one.subject()));
  }

  /** The customer domain of the login, if any. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /** The time until the earlier of idle and absolute limit; zero if no user is signed in. */
  public Duration expiresIn() {
    return expiresIn;
  }

  /**
   * Why no user is signed in: the code of a 401 response, or {@code STORE_UNAVAILABLE} (503) if the
   * session cannot be looked up now. {@code NO_SESSION} if a user is signed in.
   */
  public ErrorCode reason() {
    return reason;
  }

  /**
   * The user's access token, for a call to an API; refreshed, if due, when the session was opened.
   *
   * @throws TmsException {@code PROVIDER_UNAVAILABLE} if the old token is no longer valid and no
   *     new one is available now; {@code PROVIDER_MISCONFIGURED} if that needs an operator; {@code
   *     STORE_UNAVAILABLE} if the session cannot be looked up now; the code of {@link #reason()},
   *     or {@code SESSION_EXPIRED}, if no user is signed in or the session has expired since
   */
  public AccessToken accessToken() {
    if (access instanceof AccessOutcome.Granted granted) {
      return granted.token();
    }
    if (access instanceof AccessOutcome.Unavailable unavailable) {
      ErrorCode code = unavailable.reason();
      if (code == ErrorCode.PROVIDER_MISCONFIGURED) {
        throw new TmsException(
            code,
            "the access token has expired, and what the provider answers contradicts the"
                + " configuration: the log says how");
      }
      throw new TmsException(
          code,
          code == ErrorCode.STORE_UNAVAILABLE
              ? "the session cannot be looked up now"
              : "the access token has expired and a new one cannot be had now",
          unavailable.retryAfter());
    }
    ErrorCode why = ((AccessOutcome.Denied) access).reason();
    throw new TmsException(why, "there is no access token: " + why.wire());
  }

  /**
   * Returns whether {@link Tms#session}, called again with the same request, may give a better
   * result, because the access token has expired since or an unavailable provider may be retried.
   * For work that outlives its request.
   */
  public boolean isOutdated() {
    Instant now = clock.instant();
    if (access instanceof AccessOutcome.Granted granted) {
      return !granted.token().isValidAt(now);
    }
    return access instanceof AccessOutcome.Unavailable unavailable
        && !now.isBefore(openedAt.plus(unavailable.retryAfter()));
  }

  /** The {@code Set-Cookie} fields of the response. Add them before the response is committed. */
  public List<Header> headers() {
    return headers;
  }

  /** Prints whether a user is signed in, but not who. */
  @Override
  public String toString() {
    return "UserSession[" + (isSignedIn() ? "signed in" : reason.wire()) + "]";
  }
}
