package dev.tms.preset;

import dev.tms.oauth.Endpoints;
import dev.tms.oauth.Provider;

/** The endpoints that can be given by hand, by the names that configuration files have for them. */
public enum EndpointKey {
  /** Where browsers are sent to sign in. */
  AUTHORIZATION("AuthorizationEndpoint"),
  /** Where codes and refresh tokens are redeemed. */
  TOKEN("TokenEndpoint"),
  /** The signing keys. */
  JWKS("JwksUri"),
  /** Claims of the user. */
  USER_INFO("UserInfoEndpoint"),
  /** RFC 7009. */
  REVOCATION("RevocationEndpoint"),
  /** RFC 7662. */
  INTROSPECTION("IntrospectionEndpoint"),
  /** Where browsers are sent to sign out. */
  END_SESSION("EndSessionEndpoint");

  private final String key;

  EndpointKey(String key) {
    this.key = key;
  }

  /** Its name in configuration files. */
  public String key() {
    return key;
  }

  /**
   * Sets it.
   *
   * @throws IllegalArgumentException if it is not an https URL without fragment
   */
  public Provider.Builder set(Provider.Builder builder, String url) {
    Endpoints.check(key, url);
    return switch (this) {
      case AUTHORIZATION -> builder.authorizationEndpoint(url);
      case TOKEN -> builder.tokenEndpoint(url);
      case JWKS -> builder.jwksUri(url);
      case USER_INFO -> builder.userInfoEndpoint(url);
      case REVOCATION -> builder.revocationEndpoint(url);
      case INTROSPECTION -> builder.introspectionEndpoint(url);
      case END_SESSION -> builder.endSessionEndpoint(url);
    };
  }
}
