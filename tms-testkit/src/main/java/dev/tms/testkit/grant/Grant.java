package dev.tms.testkit.grant;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user (or a client for itself) has granted to one client: the family that a code and all
 * tokens made from it belong to. Immutable; whether it still stands is known by {@link Grants}
 * alone.
 *
 * @param clientId the client
 * @param subject the user's {@code sub}; the client's id for client credentials
 * @param scopes the granted scopes
 * @param signOn the sign-on it was made in; none for client credentials
 * @param nonce of the authentication request
 * @param isOffline whether its refresh tokens outlive the sign-on (OpenID Connect Core 11)
 */
public record Grant(
    String clientId,
    String subject,
    Set<String> scopes,
    @Nullable SignOn signOn,
    @Nullable String nonce,
    boolean isOffline) {

  /** Copies the scopes. */
  public Grant {
    scopes = Set.copyOf(scopes);
  }

  /** The provider session's id. */
  public Optional<String> sid() {
    return Optional.ofNullable(signOn).map(SignOn::sid);
  }

  /** When the user authenticated. */
  public Optional<Instant> authTime() {
    return Optional.ofNullable(signOn).map(SignOn::authTime);
  }
}
