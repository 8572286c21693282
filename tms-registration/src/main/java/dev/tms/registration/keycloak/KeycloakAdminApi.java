package dev.tms.registration.keycloak;

import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.registration.remote.CallProblem;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.registration.remote.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the clients of one of Keycloak's realms, over its admin REST interface. Needs a
 * token with the realm's roles {@code manage-clients} and {@code view-clients}. Thread-safe;
 * blocks.
 */
public final class KeycloakAdminApi {
  private final String realm;
  private final BearerTokens tokens;
  private final RemoteCalls calls;

  private KeycloakAdminApi(String realm, BearerTokens tokens, RemoteCalls calls) {
    this.realm = realm;
    this.tokens = tokens;
    this.calls = calls;
  }

  /**
   * The realm at this URL, for example {@code https://keycloak.example/admin/realms/acme}.
   *
   * @throws IllegalArgumentException if it is no https URL (http on loopback hosts), or has a user,
   *     a query or a fragment
   */
  public static KeycloakAdminApi at(URI realmUrl, BearerTokens tokens, RemoteCalls calls) {
    if (!RemoteCalls.isSafe(realmUrl) || realmUrl.getRawQuery() != null) {
      throw new IllegalArgumentException(
          "the realm's URL must be https (http on loopback hosts), without user, query, fragment");
    }
    String url = realmUrl.toString();
    return new KeycloakAdminApi(
        url.endsWith("/") ? url.substring(0, url.length() - 1) : url, tokens, calls);
  }

  /** The client with this id; empty where there is none. */
  public CallOutcome<Optional<KeycloakClient>> find(String clientId) {
    URI uri = uri("/clients?clientId=" + URLEncoder.encode(clientId, StandardCharsets.UTF_8));
    return list(uri)
        .map(
            list ->
                list.stream()
                    .filter(one -> clientId.equals(one.get("clientId")))
                    .findFirst()
                    .map(KeycloakClient::of));
  }

  /**
   * Creates the client, or updates the one of its id: members that it does not have stay as they
   * are. Its optional client scopes are added to those of an existing one. Gives the names of
   * client scopes that the realm does not have: Keycloak passes them over, and a login that asks
   * for one fails.
   */
  public CallOutcome<List<String>> put(KeycloakClient client) {
    return find(client.clientId())
        .then(found -> found.isEmpty() ? create(client) : update(client, found.get()))
        .then(id -> scopes(client, id));
  }

  private CallOutcome<String> create(KeycloakClient client) {
    return calls
        .send("POST", uri("/clients"), client.members(), tokens)
        .then(reply -> find(client.clientId()))
        .then(
            found ->
                found.isPresent()
                    ? new Done<>(id(found.get()))
                    : unreadable("POST", "accepted, but not there"));
  }

  private CallOutcome<String> update(KeycloakClient client, KeycloakClient current) {
    KeycloakClient merged = client.over(current.members());
    String id = id(current);
    return calls.send("PUT", uri("/clients/" + id), merged.members(), tokens).map(reply -> id);
  }

  private static String id(KeycloakClient client) {
    return client.text("id").filter(id -> id.matches("[A-Za-z0-9_-]+")).orElse("");
  }

  /** A client that exists keeps its scopes, whatever is sent: they are added one by one. */
  private CallOutcome<List<String>> scopes(KeycloakClient client, String id) {
    List<String> wanted = client.texts("optionalClientScopes");
    if (wanted.isEmpty() || id.isEmpty()) {
      return new Done<>(List.of());
    }
    CallOutcome<Map<String, String>> known = names(uri("/client-scopes"));
    CallOutcome<Map<String, String>> optional =
        names(uri("/clients/" + id + "/optional-client-scopes"));
    CallOutcome<Map<String, String>> standard =
        names(uri("/clients/" + id + "/default-client-scopes"));
    return known.then(
        all -> optional.then(own -> standard.then(too -> add(wanted, id, all, own, too))));
  }

  private CallOutcome<List<String>> add(
      List<String> wanted,
      String id,
      Map<String, String> all,
      Map<String, String> own,
      Map<String, String> standard) {
    List<String> missing = new ArrayList<>();
    for (String name : wanted) {
      String scope = all.get(name);
      if (scope == null) {
        missing.add(name);
      } else if (!own.containsKey(name) && !standard.containsKey(name)) {
        URI uri = uri("/clients/" + id + "/optional-client-scopes/" + scope);
        CallOutcome<Reply> added = calls.send("PUT", uri, Map.of(), tokens);
        if (added instanceof Failed<Reply> failed) {
          return new Failed<>(failed.problem());
        }
      }
    }
    return new Done<>(List.copyOf(missing));
  }

  private CallOutcome<Map<String, String>> names(URI uri) {
    return list(uri)
        .map(
            list -> {
              Map<String, String> ids = new HashMap<>();
              list.forEach(
                  one -> ids.put(String.valueOf(one.get("name")), String.valueOf(one.get("id"))));
              return ids;
            });
  }

  private CallOutcome<List<Map<String, @Nullable Object>>> list(URI uri) {
    return calls.send("GET", uri, null, tokens).then(KeycloakAdminApi::objects);
  }

  private static CallOutcome<List<Map<String, @Nullable Object>>> objects(Reply reply) {
    if (!(reply.json().orElse(null) instanceof List<?> list)) {
      return unreadable("GET", "the answer is no list");
    }
    List<Map<String, @Nullable Object>> objects = new ArrayList<>();
    for (Object item : list) {
      if (item instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((name, value) -> members.put(name.toString(), value));
        objects.add(members);
      }
    }
    return new Done<>(objects);
  }

  private static <T> CallOutcome<T> unreadable(String method, String message) {
    return new Failed<>(
        CallProblem.of(CallProblem.Kind.UNREADABLE, method + " at Keycloak", message));
  }

  private URI uri(String path) {
    return URI.create(realm + path);
  }

  /** The realm's URL. */
  @Override
  public String toString() {
    return "KeycloakAdminApi[" + realm + "]";
  }
}
