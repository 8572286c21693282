package dev.tms.registration.keycloak;

import dev.tms.registration.JsonPath;
import dev.tms.registration.Printable;
import dev.tms.registration.diff.DiffNote;
import dev.tms.registration.diff.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@link KeycloakAdminApi#put} would change: a client says what must hold, and what it does
 * not say stays. Values that Keycloak writes as texts count by their text, and lists have no order.
 * No text of it shows a secret. Immutable.
 */
public final class KeycloakDiff {
  private final String title;
  private final boolean creation;
  private final List<Difference> differences = new ArrayList<>();
  private final List<DiffNote> notes = new ArrayList<>();

  private KeycloakDiff(@Nullable KeycloakClient current, KeycloakClient wanted) {
    this.title = "client " + wanted.label();
    this.creation = current == null;
    compare(JsonPath.ROOT, current == null ? Map.of() : current.members(), wanted.members());
  }

  /** A client that is not there yet: all that it says. */
  public static KeycloakDiff creation(KeycloakClient wanted) {
    return new KeycloakDiff(null, wanted);
  }

  /** What has to change so that everything holds that the wanted client says. */
  public static KeycloakDiff towards(KeycloakClient current, KeycloakClient wanted) {
    return new KeycloakDiff(current, wanted);
  }

  private void compare(String path, Map<?, ?> have, Map<?, ?> wanted) {
    wanted.forEach(
        (key, after) -> {
          String name = key.toString();
          String at = JsonPath.member(path, name);
          Object before = have.get(name);
          if (after instanceof Map<?, ?> now) {
            compare(at, before instanceof Map<?, ?> then ? then : Map.of(), now);
          } else if (name.endsWith("ClientScopes") && after instanceof List<?> now) {
            scopes(name, at, have, now);
          } else if (name.equals("protocolMappers") && after instanceof List<?> now) {
            mappers(at, before instanceof List<?> then ? then : List.of(), now);
          } else if (!creation && isMasked(before) && after != null) {
            notes.add(new DiffNote(at, "not shown by Keycloak; sent along when something changes"));
          } else if (!isSame(before, after)) {
            differences.add(new Difference(at, before, after));
          }
        });
  }

  private static boolean isMasked(@Nullable Object value) {
    return value instanceof String text && text.matches("\\*+");
  }

  private static boolean isSame(@Nullable Object before, @Nullable Object after) {
    if (before instanceof List<?> then && after instanceof List<?> now) {
      return new HashSet<Object>(then).equals(new HashSet<Object>(now));
    }
    boolean nothing = before == null && after instanceof List<?> list && list.isEmpty();
    return nothing || Objects.toString(before, "").equals(Objects.toString(after, ""));
  }

  /** Scopes are added to a client, as default or as optional ones; none is taken away. */
  private void scopes(String name, String path, Map<?, ?> have, List<?> wanted) {
    Set<Object> there = new HashSet<>(listOf(have.get("defaultClientScopes")));
    there.addAll(listOf(have.get("optionalClientScopes")));
    List<Object> missing = new ArrayList<>(wanted);
    missing.removeAll(there);
    if (missing.isEmpty()) {
      return;
    }
    if (!creation && name.equals("defaultClientScopes")) {
      notes.add(
          new DiffNote(
              path, "stays as it is; add by hand: " + Printable.escape(missing.toString())));
      return;
    }
    List<Object> all = new ArrayList<>(listOf(have.get(name)));
    all.addAll(missing);
    differences.add(new Difference(path, creation ? null : listOf(have.get(name)), all));
  }

  private static List<?> listOf(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  /** Keycloak adds ids, and settings that are not said. */
  private void mappers(String path, List<?> have, List<?> wanted) {
    Map<String, Map<?, ?>> there = new HashMap<>();
    for (Object one : have) {
      if (one instanceof Map<?, ?> mapper) {
        there.put(String.valueOf(mapper.get("name")), mapper);
      }
    }
    for (Object one : wanted) {
      if (one instanceof Map<?, ?> mapper) {
        String name = String.valueOf(mapper.get("name"));
        compare(JsonPath.member(path, name), there.getOrDefault(name, Map.of()), mapper);
      }
    }
  }

  /** Whether the client is there, and nothing differs. */
  public boolean isEmpty() {
    return !creation && differences.isEmpty();
  }

  /** What differs. */
  public List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** What stays as it is, though it may not be what one expects. */
  public List<DiffNote> notes() {
    return List.copyOf(notes);
  }

  /**
   * {@code create}, {@code update} or {@code keep} with the client's id, and a line for each
   * difference and note.
   */
  public String toText() {
    String action = creation ? "create " : isEmpty() ? "keep " : "update ";
    StringBuilder text = new StringBuilder(action).append(title).append('\n');
    differences.forEach(one -> text.append("  ").append(one).append('\n'));
    notes.forEach(one -> text.append("  note: ").append(one).append('\n'));
    return text.toString();
  }

  @Override
  public String toString() {
    return title + ": " + differences.size() + " differences";
  }
}
