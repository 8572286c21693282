package dev.tms.oidc;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.4). An object of this
 * class has been verified.
 */
public final class LogoutToken {
  private final String issuer;
  private final @Nullable String subject;
  private final @Nullable String providerSession;
  private final Instant issuedAt;
  private final String id;
  private final Instant acceptableUntil;

  LogoutToken(
      String issuer,
      @Nullable String subject,
      @Nullable String providerSession,
      Instant issuedAt,
      String id,
      Instant acceptableUntil) {
    this.issuer = Objects.requireNonNull(issuer, "issuer");
    this.subject = subject;
    this.providerSession = providerSession;
    this.issuedAt = Objects.requireNonNull(issuedAt, "issuedAt");
    this.id = Objects.requireNonNull(id, "id");
    this.acceptableUntil = Objects.requireNonNull(acceptableUntil, "acceptableUntil");
  }

  /** {@code iss}. */
  public String issuer() {
    return issuer;
  }

  /** {@code sub}; null where only a session is named. */
  public @Nullable String subject() {
    return subject;
  }

  /** {@code sid}; null where every session of the user is meant. */
  public @Nullable String providerSession() {
    return providerSession;
  }

  /** {@code iat}. */
  public Instant issuedAt() {
    return issuedAt;
  }

  /** {@code jti}. */
  public String id() {
    return id;
  }

  /** From when on the token would be refused for its age. */
  public Instant acceptableUntil() {
    return acceptableUntil;
  }

  /** Without what it says. */
  @Override
  public String toString() {
    return "LogoutToken[redacted]";
  }
}
