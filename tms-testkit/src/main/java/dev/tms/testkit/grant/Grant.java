package dev.tms.testkit.grant;

import dev.tms.testkit.grant.SignOns.SignOn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user (or a client for itself) has granted to one client: the family that a code and all
 * tokens made from it belong to. Immutable; whether it still stands is known by {@link Grants}
 * alone.
 *
 * @param subject the user's {@code sub}; the client's id for client credentials
 * @param signOn the sign-on it was made in; none for client credentials
 * @param isOffline whether its refresh tokens outlive the sign-on (OpenID Connect Core 11)
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
