package dev.tms.demo.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Keycloak's administrator sees and does, over its REST interface. */
final class KeycloakAdmin {
  private final KeycloakServer keycloak;
  private final Rest rest = new Rest();

  KeycloakAdmin(KeycloakServer keycloak) {
    this.keycloak = keycloak;
  }

  /** Ids of the user's sessions, the online ones. */
  List<String> sessions(String user) {
    List<String> ids = new ArrayList<>();
    get("users/" + userId(user) + "/sessions").forEach(s -> ids.add(s.path("id").asText()));
    return ids;
  }

  /** How many offline sessions the user has at the client. */
  int offlineSessions(String user, String client) {
    String id = get("clients?clientId=" + client).path(0).path("id").asText();
    return get("users/" + userId(user) + "/offline-sessions/" + id).size();
  }

  /** Signs the user out everywhere, as an administrator does. */
  void signOut(String user) {
    Rest.Answer answer = rest.post(admin("users/" + userId(user) + "/logout"), Map.of(), bearer());
    if (answer.status() != 204) {
      throw new IllegalStateException("Keycloak answered " + answer);
    }
  }

  private String userId(String user) {
    return get("users?exact=true&username=" + user).path(0).path("id").asText();
  }

  private JsonNode get(String path) {
    Rest.Answer answer = rest.get(admin(path), bearer());
    if (answer.status() != 200) {
      throw new IllegalStateException("Keycloak answered " + answer);
    }
    return answer.json();
  }

  private URI admin(String path) {
    return URI.create(keycloak.url() + "/admin/realms/" + Realm.NAME + "/" + path);
  }

  /** A token of the administrator. They live for a minute. */
  private Secret token() {
    URI endpoint = URI.create(keycloak.url() + "/realms/master/protocol/openid-connect/token");
    Rest.Answer answer =
        rest.post(
            endpoint,
            Map.of(
                "grant_type",
                "password",
                "client_id",
                "admin-cli",
                "username",
                KeycloakServer.ADMIN,
                "password",
                KeycloakServer.ADMIN_PASSWORD),
            Map.of());
    return Secret.of(answer.json().path("access_token").asText());
  }

  /** An initial access token (RFC 7591) for one client. */
  String initialAccessToken() {
    Rest.Answer answer =
        rest.post(
            admin("clients-initial-access"),
            "{\"count\": 1, \"expiration\": 60}",
            Map.of(
                "Authorization", "Bearer " + token().reveal(), "Content-Type", "application/json"));
    return answer.json().path("token").asText();
  }

  private Map<String, String> bearer() {
    return Map.of("Authorization", "Bearer " + token().reveal());
  }
}
