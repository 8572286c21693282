package dev.tms.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An access token (RFC 6749 section 1.4).
 *
 * @param value the token
 * @param issuedAt when this service received it
 * @param expiresAt when it stops working
 * @param scopes what was granted, or what was asked for where the provider did not say
 */
public record AccessToken(Secret value, Instant issuedAt, Instant expiresAt, Scopes scopes) {
  /** Checks that nothing is missing. */
  public AccessToken {
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(issuedAt, "issuedAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
    Objects.requireNonNull(scopes, "scopes");
  }

  /** The token itself, for an {@code Authorization: Bearer} header. */
  public String reveal() {
    return value.reveal();
  }

  /** Whether it works at this moment. */
  public boolean isValidAt(Instant now) {
    return now.isBefore(expiresAt);
  }

  /** What is left of its life, never negative. */
  public Duration remaining(Instant now) {
    return isValidAt(now) ? Duration.between(now, expiresAt) : Duration.ZERO;
  }

  /** Its whole life, never negative. */
  public Duration lifetime() {
    return expiresAt.isAfter(issuedAt) ? Duration.between(issuedAt, expiresAt) : Duration.ZERO;
  }
}
