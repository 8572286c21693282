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

/**
 * Who makes a request, as {@link Tms#session} found it. Immutable and thread-safe; lives as long as
 * its request.
 */
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

  /** What the request has of its session. */
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

  /** Whether a user is signed in. */
  public boolean isSignedIn() {
    return user != null;
  }

  /** The signed-in user; empty where none is. */
  public Optional<User> user() {
    return Optional.ofNullable(user);
  }

  /**
   * What an application calls the signed-in user: the claim that {@link
   * dev.tms.session.SessionPolicy#nameClaim} names where it is a text, otherwise the subject. Empty
   * where the request has no session. Only the subject, with the issuer, identifies a user.
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

  /** The customer domain of the login, where there was one. */
  public Optional<String> tenant() {
    return Optional.ofNullable(tenant);
  }

  /**
   * What is left of the session, idle and absolute limit taken together; zero where none is signed
   * in.
   */
  public Duration expiresIn() {
    return expiresIn;
  }

  /**
   * Why no user is signed in: the code of a 401, or {@code STORE_UNAVAILABLE} where it cannot be
   * told now, which is a 503; {@code NO_SESSION} also where someone is.
   */
  public ErrorCode reason() {
    return reason;
  }

  /**
   * The user's access token, for a request to an API. It was refreshed when the session was opened,
   * where that was due.
   *
   * @throws TmsException {@code PROVIDER_UNAVAILABLE} if the old token does not work any more and a
   *     new one cannot be had now, {@code PROVIDER_MISCONFIGURED} if an operator has to act before
   *     one can; {@code STORE_UNAVAILABLE} if the session cannot be looked up now; the code of
   *     {@link #reason()}, or {@code SESSION_EXPIRED}, if no user is signed in (any more)
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
   * Whether {@link #accessToken()} has nothing good to give any more, for time has passed since the
   * session was opened: the token has expired, or a provider that was unavailable may be asked
   * again. {@link Tms#session} with the same request then knows more. For work that outlives its
   * request.
   */
  public boolean isOutdated() {
    Instant now = clock.instant();
    if (access instanceof AccessOutcome.Granted granted) {
      return !granted.token().isValidAt(now);
    }
    return access instanceof AccessOutcome.Unavailable unavailable
        && !now.isBefore(openedAt.plus(unavailable.retryAfter()));
  }

  /**
   * The {@code Set-Cookie} fields of the answer: to be added before its body is begun, because a
   * committed response cannot carry a cookie.
   */
  public List<Header> headers() {
    return headers;
  }

  /** Whether a user is signed in, and nothing that identifies who. */
  @Override
  public String toString() {
    return "UserSession[" + (isSignedIn() ? "signed in" : reason.wire()) + "]";
  }
}
