package dev.tms.testkit.grant;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What one access or refresh token stands for.
 *
 * @param grant the family
 * @param scopes at most the grant's
 * @param audience resources, or the issuer
 * @param issuedAt when
 * @param expiresAt the first instant at which it is dead
 */
public record AccessGrant(
    Grant grant, Set<String> scopes, List<String> audience, Instant issuedAt, Instant expiresAt) {

  /** Copies the collections. */
  public AccessGrant {
    scopes = Set.copyOf(scopes);
    audience = List.copyOf(audience);
  }
}
