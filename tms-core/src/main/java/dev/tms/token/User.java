package dev.tms.token;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The signed-in user, identified by the verified ID token of the login (OpenID Connect Core section
 * 2) or, if so configured, by another response of the provider. Immutable.
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param providerSession {@code sid}; null if the provider sends none
 * @param loginAt {@code iat} of the login's ID token, never of a refreshed one; without an ID
 *     token, the time when the user was identified
 * @param authenticatedAt {@code auth_time}; null if absent
 * @param acr {@code acr}; null if absent
 * @param claims the claims of the ID token and userinfo: all during the login, later only those
 *     that the session keeps
 */
public record User(
    String issuer,
    String subject,
    @Nullable String providerSession,
    Instant loginAt,
    @Nullable Instant authenticatedAt,
    @Nullable String acr,
    Claims claims) {
  /** Rejects null for components that are not nullable. */
  public User {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(loginAt, "loginAt");
    Objects.requireNonNull(claims, "claims");
  }

  /** A copy with these claims. */
  public User withClaims(Claims others) {
    return new User(issuer, subject, providerSession, loginAt, authenticatedAt, acr, others);
  }

  /** Prints only the issuer. */
  @Override
  public String toString() {
    return "User[" + issuer + "]";
  }
}
