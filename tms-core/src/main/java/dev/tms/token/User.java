package dev.tms.token;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, by the verified ID token of the login (OpenID Connect Core 2) or, where that is
 * configured, by another word of the provider.
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param providerSession {@code sid}, where the provider has one
 * @param loginAt {@code iat} of the login's ID token, never of a refreshed one; without one, when
 *     the user was learned
 * @param authenticatedAt {@code auth_time}, where given
 * @param acr {@code acr}, where given
 * @param claims claims of ID token and userinfo: all at the login, later those that the session
 *     keeps
 */
public record User(
    String issuer,
    String subject,
    @Nullable String providerSession,
    Instant loginAt,
    @Nullable Instant authenticatedAt,
    @Nullable String acr,
    Claims claims) {
  public User {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(loginAt, "loginAt");
    Objects.requireNonNull(claims, "claims");
  }

  /** The same user with these claims. */
  public User withClaims(Claims others) {
    return new User(issuer, subject, providerSession, loginAt, authenticatedAt, acr, others);
  }

  /** Without what identifies a person. */
  @Override
  public String toString() {
    return "User[" + issuer + "]";
  }
}
