package dev.tms.testkit.grant;

import dev.tms.testkit.grant.SignOns.SignOn;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A grant to a client, with the family of its code and tokens. Immutable; {@link Grants} knows
 * whether it is live.
 *
 * @param subject the user's {@code sub}; the client ID for client credentials
 * @param signOn null for client credentials
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
