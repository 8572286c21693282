package dev.tms.registration.keycloak;

import dev.tms.registration.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client as Keycloak writes it (its ClientRepresentation): members and, among them, attributes.
 * Keeps every member. Its secret stands in it in clear. Immutable.
 */
public final class KeycloakClient {
  private final Map<String, @Nullable Object> members;

  private KeycloakClient(Map<?, ?> members) {
    this.members = copy(members);
  }

  /**
   * A client of these members.
   *
   * @throws IllegalArgumentException if there is no {@code clientId}
   */
  public static KeycloakClient of(Map<String, ?> members) {
    if (!(members.get("clientId") instanceof String id) || id.isBlank()) {
      throw new IllegalArgumentException("not a client of Keycloak: clientId is missing");
    }
    return new KeycloakClient(members);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> members) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put(name.toString(), copyOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copyOf(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(copyOf(item)));
      return Collections.unmodifiableList(items);
    }
    return value;
  }

  /** All members; a secret may be among them. */
  public Map<String, @Nullable Object> members() {
    return members;
  }

  /** The client id. */
  public String clientId() {
    return String.valueOf(members.get("clientId"));
  }

  /** A text; empty where there is none. */
  Optional<String> text(String member) {
    return members.get(member) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  boolean flag(String member, boolean standard) {
    return members.get(member) instanceof Boolean flag ? flag : standard;
  }

  List<String> texts(String member) {
    List<String> texts = new ArrayList<>();
    if (members.get(member) instanceof List<?> list) {
      list.forEach(item -> texts.add(String.valueOf(item)));
    }
    return texts;
  }

  /** The attributes: texts, even where they are numbers or truth values. */
  Map<String, String> attributes() {
    Map<String, String> texts = new LinkedHashMap<>();
    if (members.get("attributes") instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (value != null && !value.toString().isEmpty()) {
              texts.put(name.toString(), value.toString());
            }
          });
    }
    return texts;
  }

  /** The same with other members over these. */
  KeycloakClient over(Map<String, @Nullable Object> current) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(current);
    members.forEach(
        (name, value) -> {
          if (name.equals("attributes")
              && value instanceof Map<?, ?> mine
              && current.get(name) instanceof Map<?, ?> theirs) {
            Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
            theirs.forEach((n, v) -> attributes.put(n.toString(), v));
            mine.forEach((n, v) -> attributes.put(n.toString(), v));
            merged.put(name, attributes);
          } else {
            merged.put(name, value);
          }
        });
    return new KeycloakClient(merged);
  }

  /** The client id for messages. */
  String label() {
    return Printable.escape(clientId());
  }

  /** The client id alone. */
  @Override
  public String toString() {
    return "KeycloakClient[" + label() + "]";
  }
}
