package dev.tms.registration.keycloak;

import dev.tms.registration.JsonPath;
import dev.tms.registration.convert.Loss;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client of Keycloak that is being converted: remembers what was taken of it, so that the rest
 * can be reported. Not thread-safe.
 */
final class KeycloakSource {
  // say nothing about the client, or what the conversion says anyway
  private static final Set<String> PASSED_OVER =
      Set.of(
          "id",
          "access",
          "protocol",
          "rootUrl",
          "attributes",
          "clientAuthenticatorType",
          "surrogateAuthRequired",
          "nodeReRegistrationTimeout",
          "fullScopeAllowed",
          "bearerOnly",
          "notBefore",
          "alwaysDisplayInConsole",
          "adminUrl",
          "authenticationFlowBindingOverrides",
          "origin",
          "type");

  private static final String REST = "other providers have nothing like it";

  private final KeycloakClient client;
  private final List<Loss> losses = new ArrayList<>();
  private final Set<String> taken = new HashSet<>(PASSED_OVER);
  private final Map<String, String> attributes;

  KeycloakSource(KeycloakClient client) {
    this.client = client;
    this.attributes = client.attributes();
    take("clientId");
  }

  /** Counts as converted. */
  void take(String member) {
    taken.add(member);
  }

  /** A text that counts as converted; empty where there is none. */
  Optional<String> text(String member) {
    take(member);
    return client.text(member);
  }

  /** A text that says something about others; empty where there is none. */
  Optional<String> peek(String member) {
    return client.text(member);
  }

  boolean flag(String member, boolean standard) {
    take(member);
    return client.flag(member, standard);
  }

  List<String> texts(String member) {
    take(member);
    return client.texts(member);
  }

  /** The items of a list that counts as converted. */
  List<?> items(String member) {
    take(member);
    return client.members().get(member) instanceof List<?> list ? list : List.of();
  }

  /** An attribute that counts as converted; null where there is none. */
  @Nullable String attribute(String name) {
    return attributes.remove(name);
  }

  boolean hasAttribute(String name) {
    return attributes.containsKey(name);
  }

  /** An attribute in whole seconds that counts as converted; empty where there is none such. */
  Optional<Long> seconds(String name) {
    String value = attributes.get(name);
    if (value == null || !value.matches("[0-9]{1,9}")) {
      return Optional.empty();
    }
    attributes.remove(name);
    return Optional.of(Long.parseLong(value));
  }

  void lose(String member, String reason) {
    take(member);
    losses.add(new Loss(JsonPath.member(JsonPath.ROOT, member), reason));
  }

  /** An item of a list is lost. */
  void loseItem(String member, int index, String reason) {
    String list = JsonPath.member(JsonPath.ROOT, member);
    losses.add(new Loss(JsonPath.item(list, index), reason));
  }

  /** All losses; among them what was not taken, and says something. */
  List<Loss> losses() {
    client
        .members()
        .forEach(
            (name, value) -> {
              if (!taken.contains(name) && !isNothing(value)) {
                lose(name, REST);
              }
            });
    attributes.forEach(
        (name, value) -> {
          // what Keycloak writes into every client
          if (!name.contains("creation.time") && !value.equals("false")) {
            losses.add(new Loss(JsonPath.member("$.attributes", name), REST));
          }
        });
    return List.copyOf(losses);
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null
        || value.equals(false)
        || value.equals("")
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }
}
