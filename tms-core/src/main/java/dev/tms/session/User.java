package dev.tms.session;

import dev.tms.token.Claims;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, by the ID token of the login (OpenID Connect Core 2).
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param providerSession {@code sid}, where the provider has one
 * @param loginAt {@code iat} of the login's ID token, never of a refreshed one
 * @param authenticatedAt {@code auth_time}, where given
 * @param acr {@code acr}, where given
 * @param claims those claims of ID token and userinfo that the session keeps
 */
public record User(
    String issuer,
    String subject,
    @Nullable String providerSession,
    Instant loginAt,
    @Nullable Instant authenticatedAt,
    @Nullable String acr,
    Claims claims) {
  /** Checks that nothing is missing. */
  public User {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(loginAt, "loginAt");
    Objects.requireNonNull(claims, "claims");
  }

  /** Without what identifies a person. */
  @Override
  public String toString() {
    return "User[" + issuer + "]";
  }
}
