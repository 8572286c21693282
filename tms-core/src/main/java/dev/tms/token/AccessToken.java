package dev.tms.token;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An access token (RFC 6749 section 1.4). Immutable.
 *
 * @param value the token
 * @param issuedAt when this service received it
 * @param expiresAt when it expires
 * @param scopes the granted scopes, or the requested ones if the provider did not return any
 */
public record AccessToken(Secret value, Instant issuedAt, Instant expiresAt, Scopes scopes) {
  /** Rejects null. */
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

  /** Returns whether the token has not expired at this time. */
  public boolean isValidAt(Instant now) {
    return now.isBefore(expiresAt);
  }

  /** The time until it expires; never negative. */
  public Duration remaining(Instant now) {
    return isValidAt(now) ? Duration.between(now, expiresAt) : Duration.ZERO;
  }

  /** The time from issue to expiry; never negative. */
  public Duration lifetime() {
    return expiresAt.isAfter(issuedAt) ? Duration.between(issuedAt, expiresAt) : Duration.ZERO;
  }
}
