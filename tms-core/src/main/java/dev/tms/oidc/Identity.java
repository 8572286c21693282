package dev.tms.oidc;

import dev.tms.token.Claims;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who signed in, by a verified ID token or, where that is configured, by another word of the
 * provider.
 *
 * @param issuer {@code iss}
 * @param subject {@code sub}
 * @param sid {@code sid}, the session at the provider, where given
 * @param issuedAt {@code iat} of the login's ID token; without one, when it was learned
 * @param authenticatedAt {@code auth_time}, where given
 * @param acr {@code acr}, where given
 * @param claims every claim of the source, and of userinfo where that was fetched
 */
public record Identity(
    String issuer,
    String subject,
    @Nullable String sid,
    Instant issuedAt,
    @Nullable Instant authenticatedAt,
    @Nullable String acr,
    Claims claims) {
  public Identity {
    Objects.requireNonNull(issuer, "issuer");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(issuedAt, "issuedAt");
    Objects.requireNonNull(claims, "claims");
  }

  Identity withClaims(Claims others) {
    return new Identity(issuer, subject, sid, issuedAt, authenticatedAt, acr, others);
  }

  @Override
  public String toString() {
    return "Identity[" + issuer + "]";
  }
}
