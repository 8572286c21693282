package dev.tms.testkit.grant;

import dev.tms.testkit.grant.SignOns.SignOn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a client was granted, and the family of code and tokens from it. Immutable; {@link Grants}
 * knows whether it is live. For client credentials, {@code subject} is the client ID and {@code
 * signOn} is null. If offline, its refresh tokens outlive the sign-on (OpenID Connect Core 11).
 */
public record Grant(
    String clientId,
    String subject,
    Set<String> scopes,
    @Nullable SignOn signOn,
    @Nullable String nonce,
    boolean isOffline) {

  public Grant {
    scopes = Set.copyOf(scopes);
  }

  public Optional<String> sid() {
    return Optional.ofNullable(signOn).map(SignOn::sid);
  }

  public Optional<Instant> authTime() {
    return Optional.ofNullable(signOn).map(SignOn::authTime);
  }
}
