package dev.tms.registration.keycloak;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.convert.Converted;
import dev.tms.token.Secret;
import org.jspecify.annotations.Nullable;

/** Converts clients of the IdentityServer family to Keycloak's and back. */
public final class KeycloakConversion {
  private KeycloakConversion() {}

  /**
   * The client as Keycloak keeps it. Scopes become optional client scopes: they are granted when
   * they are asked for, as at the other provider; {@code openid} is none there.
   *
   * @param secret its secret in clear, which Keycloak keeps and the registration does not; null for
   *     a public client, or to have Keycloak make one
   */
  public static Converted<KeycloakClient> toKeycloak(
      ClientRegistration client, @Nullable Secret secret) {
    return new ToKeycloak(client, secret).convert();
  }

  /** The client as providers of the IdentityServer family keep it, in camelCase. */
  public static Converted<ClientRegistration> fromKeycloak(KeycloakClient client) {
    return new FromKeycloak(client).convert();
  }
}
