package dev.tms.session;

import dev.tms.http.SameSite;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How sessions are kept. Immutable.
 *
 * @param home where they live between requests; default {@link SessionHome#COOKIE}
 * @param cookieName base of all cookie names, without prefix; default {@code tms}
 * @param sameSite of session and antiforgery cookies; default {@link SameSite#LAX}
 * @param lifetime idle and absolute limit
 * @param keepIdToken whether the raw ID token is kept for {@code id_token_hint} at logout; default
 *     true
 * @param userClaims the claims that a session keeps of its user; default {@code sub}, {@code name},
 *     {@code email}
 */
public record SessionPolicy(
    SessionHome home,
    String cookieName,
    SameSite sameSite,
    SessionLifetime lifetime,
    boolean keepIdToken,
    List<String> userClaims) {
  /**
   * In cookies, named {@code tms}, SameSite Lax, 20 minutes idle, 12 hours at most, ID token kept,
   * claims sub, name, email.
   */
  public static final SessionPolicy DEFAULT =
      new SessionPolicy(
          SessionHome.COOKIE,
          "tms",
          SameSite.LAX,
          SessionLifetime.DEFAULT,
          true,
          List.of("sub", "name", "email"));

  /** Copies the list. */
  public SessionPolicy {
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(cookieName, "cookieName");
    Objects.requireNonNull(sameSite, "sameSite");
    Objects.requireNonNull(lifetime, "lifetime");
    userClaims = List.copyOf(userClaims);
  }

  /** The same with sessions living there. */
  public SessionPolicy withHome(SessionHome other) {
    return new SessionPolicy(other, cookieName, sameSite, lifetime, keepIdToken, userClaims);
  }

  /** The same with this base name of cookies. */
  public SessionPolicy withCookieName(String name) {
    return new SessionPolicy(home, name, sameSite, lifetime, keepIdToken, userClaims);
  }

  /** The same with this SameSite attribute. */
  public SessionPolicy withSameSite(SameSite other) {
    return new SessionPolicy(home, cookieName, other, lifetime, keepIdToken, userClaims);
  }

  /** The same with these limits. */
  public SessionPolicy withLifetime(Duration idle, Duration absolute) {
    return new SessionPolicy(
        home, cookieName, sameSite, new SessionLifetime(idle, absolute), keepIdToken, userClaims);
  }

  /**
   * The same without the raw ID token: smaller cookies; some providers then ask before they sign
   * out.
   */
  public SessionPolicy withoutIdToken() {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, false, userClaims);
  }

  /** The same keeping these claims. */
  public SessionPolicy withUserClaims(List<String> names) {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, keepIdToken, names);
  }
}
