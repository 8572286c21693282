package dev.tms.servlet;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A double of {@link TmsSession} and {@link TmsPrincipal}, for tests of an application's own
 * classes without a provider, a filter or a container. Published in the test jar of this module.
 * Immutable.
 */
public final class SignedIn {
  private static final Instant END_OF_TIME = Instant.parse("9999-12-31T00:00:00Z");

  private final String issuer;
  private final String subject;
  private final Map<String, Object> claims;
  private final Supplier<AccessToken> token;

  private SignedIn(
      String issuer, String subject, Map<String, Object> claims, Supplier<AccessToken> token) {
    this.issuer = issuer;
    this.subject = subject;
    this.claims = claims;
    this.token = token;
  }

  /** A user with this subject, of the issuer {@code https://issuer.test}, without access token. */
  public static SignedIn as(String subject) {
    return new SignedIn(
        "https://issuer.test",
        subject,
        Map.of("sub", subject),
        () -> {
          throw new IllegalStateException("the test gave no access token: use accessToken(…)");
        });
  }

  /** A request without session. */
  public static HttpServletRequest signedOut(HttpServletRequest request) {
    request.setAttribute(
        TmsSession.ATTRIBUTE,
        new TmsSession(
            null,
            null,
            Duration.ZERO,
            ErrorCode.NO_SESSION,
            List.of(),
            () -> {
              throw new TmsException(ErrorCode.NO_SESSION, "the request has no session");
            }));
    return request;
  }

  /** The same user with a claim. */
  public SignedIn claim(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(claims);
    more.put(name, value);
    return new SignedIn(issuer, subject, more, token);
  }

  /** The same user with this access token. */
  public SignedIn accessToken(String value) {
    AccessToken given =
        new AccessToken(Secret.of(value), Instant.EPOCH, END_OF_TIME, Scopes.of(List.of("openid")));
    return new SignedIn(issuer, subject, claims, () -> given);
  }

  /** The same user, whose access token cannot be had, for example {@code PROVIDER_UNAVAILABLE}. */
  public SignedIn withoutToken(ErrorCode why) {
    return new SignedIn(
        issuer,
        subject,
        claims,
        () -> {
          throw new TmsException(why, "there is no access token: " + why.wire());
        });
  }

  /** The principal. */
  public TmsPrincipal principal() {
    return new TmsPrincipal(
        new User(issuer, subject, null, Instant.EPOCH, null, null, new Claims(claims)), subject);
  }

  /** The session. */
  public TmsSession session() {
    return new TmsSession(
        principal(), null, Duration.ofMinutes(20), ErrorCode.NO_SESSION, List.of(), token);
  }

  /**
   * This request as it reaches the application behind a {@link TmsFilter}: with {@link
   * TmsSession#of}, {@code getUserPrincipal()} and {@code getRemoteUser()}.
   */
  public HttpServletRequest on(HttpServletRequest request, HttpServletResponse response) {
    TmsSession session = session();
    request.setAttribute(TmsSession.ATTRIBUTE, session);
    return SignedInRequest.wrap(request, response, session);
  }
}
