package dev.tms.policy;

import dev.tms.http.SameSite;
import dev.tms.problem.Checked;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How sessions are stored. Immutable.
 *
 * @param home where they live between requests; default {@link SessionHome#COOKIE}
 * @param cookieName the base of all cookie names, without prefix; default {@code tms}
 * @param sameSite the attribute of session and antiforgery cookies; default {@link SameSite#LAX}
 * @param lifetime idle and absolute timeout; default {@link SessionLifetime#DEFAULT}
 * @param keepIdToken whether the raw ID token is kept for {@code id_token_hint} at logout; default
 *     true
 * @param userClaims the user claims that a session keeps; default {@code sub}, {@code name}, {@code
 *     email}
 * @param nameClaim the claim that names the user to the application, for example in {@code
 *     getRemoteUser()}; always kept, even if {@code userClaims} lacks it; default {@code sub}, the
 *     only claim that is guaranteed to be unique and stable (OpenID Connect Core section 5.7)
 */
public record SessionPolicy(
    SessionHome home,
    String cookieName,
    SameSite sameSite,
    SessionLifetime lifetime,
    boolean keepIdToken,
    List<String> userClaims,
    String nameClaim)
    implements Checked<SessionPolicy> {
  /**
   * In cookies named {@code tms}, SameSite Lax, idle timeout 20 minutes, absolute timeout 12 hours,
   * ID token kept, claims {@code sub}, {@code name} and {@code email}, name claim {@code sub}.
   */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(
          SessionHome.COOKIE,
          "tms",
          SameSite.LAX,
          SessionLifetime.DEFAULT,
          true,
          List.of("sub", "name", "email"),
          "sub");

  /** Copies the list, and adds the name claim. */
  public SessionPolicy {
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(cookieName, "cookieName");
    Objects.requireNonNull(sameSite, "sameSite");
    Objects.requireNonNull(lifetime, "lifetime");
    boolean isKept = nameClaim.equals("sub") || userClaims.contains(nameClaim);
    userClaims =
        isKept
            ? List.copyOf(userClaims)
            : Stream.concat(userClaims.stream(), Stream.of(nameClaim)).toList();
  }

  @Override
  public List<String> problems() {
    List<String> blank =
        nameClaim.isBlank()
            ? List.of("the claim of the user's name is blank: take sub, or another")
            : List.of();
    return Stream.concat(lifetime.problems().stream(), blank.stream()).toList();
  }

  /** A copy with this home. */
  public SessionPolicy withHome(SessionHome other) {
    return new SessionPolicy(
        other, cookieName, sameSite, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** A copy with this base of cookie names. */
  public SessionPolicy withCookieName(String name) {
    return new SessionPolicy(home, name, sameSite, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** A copy with this SameSite attribute. */
  public SessionPolicy withSameSite(SameSite other) {
    return new SessionPolicy(home, cookieName, other, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** A copy with these timeouts. */
  public SessionPolicy withLifetime(Duration idle, Duration absolute) {
    return new SessionPolicy(
        home,
        cookieName,
        sameSite,
        new SessionLifetime(idle, absolute),
        keepIdToken,
        userClaims,
        nameClaim);
  }

  /**
   * A copy that does not keep the raw ID token. Cookies are smaller, but some providers then ask
   * the user to confirm the logout.
   */
  public SessionPolicy withoutIdToken() {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, false, userClaims, nameClaim);
  }

  /** A copy that keeps these user claims. */
  public SessionPolicy withUserClaims(List<String> names) {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, keepIdToken, names, nameClaim);
  }

  /** A copy with this name claim. A user without the claim is named by the subject. */
  public SessionPolicy withNameClaim(String name) {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, keepIdToken, userClaims, name);
  }
}
