package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** What one test works with: the Keycloak, and configurations of the service for it. */
final class Workbench {
  private final KeycloakServer keycloak;
  private final Rest rest = new Rest();

  Workbench(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  KeycloakServer keycloak() {
    return keycloak;
  }

  KeycloakAdmin admin() {
    return new KeycloakAdmin(keycloak);
  }

  /** The recipe's configuration with this Keycloak's address and a free port. */
  ObjectNode configuration() {
    ObjectNode configuration = Recipe.configuration();
    section(configuration, "Client").put("Authority", keycloak.issuer());
    section(configuration, "Server")
        .put("Port", keycloak.realm().httpPort())
        .put("PublicUrl", keycloak.realm().httpUrl());
    return configuration;
  }

  /** As {@link #configuration()}, with the token endpoint behind the proxy. */
  ObjectNode configuration(TokenProxy proxy) {
    ObjectNode configuration = configuration();
    section(configuration, "Client")
        .put("AuthorizationEndpoint", keycloak.endpoint("auth").toString())
        .put("TokenEndpoint", proxy.url().toString())
        .put("JwksUri", keycloak.endpoint("certs").toString())
        .put("UserInfoEndpoint", keycloak.endpoint("userinfo").toString())
        .put("RevocationEndpoint", keycloak.endpoint("revoke").toString())
        .put("EndSessionEndpoint", keycloak.endpoint("logout").toString());
    return configuration;
  }

  TokenProxy tokenProxy() {
    return new TokenProxy(keycloak.endpoint("token"));
  }

  /** What Keycloak says to a refresh token, asked directly with the client's secret. */
  Rest.Answer refresh(String refreshToken) {
    return rest.post(
        keycloak.endpoint("token"),
        Map.of(
            "grant_type",
            "refresh_token",
            "refresh_token",
            refreshToken,
            "client_id",
            Realm.CLIENT,
            "client_secret",
            Realm.SECRET),
        Map.of());
  }

  /** What Keycloak's userinfo endpoint says to an access token. */
  Rest.Answer userinfo(String accessToken) {
    return rest.get(
        keycloak.endpoint("userinfo"), Map.of("Authorization", "Bearer " + accessToken));
  }

  static ObjectNode section(ObjectNode configuration, String name) {
    return configuration.withObject("/" + name);
  }
}
