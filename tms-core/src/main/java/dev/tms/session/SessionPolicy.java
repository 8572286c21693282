package dev.tms.session;

import dev.tms.http.SameSite;
import dev.tms.problem.Checked;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

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
 * @param nameClaim the claim that names the user to an application, as {@code getRemoteUser()}
 *     does; kept whether {@code userClaims} has it or not; default {@code sub}, the only claim that
 *     the provider promises to be unique and lasting (OpenID Connect Core section 5.7)
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
   * In cookies, named {@code tms}, SameSite Lax, 20 minutes idle, 12 hours at most, ID token kept,
   * claims sub, name, email, the name from sub.
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

  /** Copies the list, and adds the claim of the name. */
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

  /** The same with sessions living there. */
  public SessionPolicy withHome(SessionHome other) {
    return new SessionPolicy(
        other, cookieName, sameSite, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** The same with this base name of cookies. */
  public SessionPolicy withCookieName(String name) {
    return new SessionPolicy(home, name, sameSite, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** The same with this SameSite attribute. */
  public SessionPolicy withSameSite(SameSite other) {
    return new SessionPolicy(home, cookieName, other, lifetime, keepIdToken, userClaims, nameClaim);
  }

  /** The same with these limits. */
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
   * The same without the raw ID token: smaller cookies; some providers then ask before they sign
   * out.
   */
  public SessionPolicy withoutIdToken() {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, false, userClaims, nameClaim);
  }

  /** The same keeping these claims. */
  public SessionPolicy withUserClaims(List<String> names) {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, keepIdToken, names, nameClaim);
  }

  /** The same with users named by this claim; where a user lacks it, by the subject. */
  public SessionPolicy withNameClaim(String name) {
    return new SessionPolicy(home, cookieName, sameSite, lifetime, keepIdToken, userClaims, name);
  }
}
