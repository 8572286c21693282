package dev.tms.registration.dynamic;

import dev.tms.registration.JsonPath;
import dev.tms.registration.diff.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Client metadata (RFC 7591 section 2). Keeps unknown members. Immutable. */
public record ClientMetadata(Map<String, @Nullable Object> members) {
  public ClientMetadata {
    members = JsonPath.copyOf(members, value -> value);
  }

  /** Creates metadata from JSON values by name. */
  public static ClientMetadata of(Map<String, ?> members) {
    return new ClientMetadata(new LinkedHashMap<>(members));
  }

  /** Returns metadata without members, so that every default applies. */
  public static ClientMetadata empty() {
    return of(Map.of());
  }

  /** Returns a copy with this member; null removes it. */
  public ClientMetadata with(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new ClientMetadata(changed);
  }

  public Optional<String> text(String name) {
    return members.get(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  public List<String> scopes() {
    return text("scope")
        .map(scope -> Arrays.stream(scope.split(" ", -1)).filter(s -> !s.isEmpty()).toList())
        .orElse(List.of());
  }

  /** Compares each member with earlier metadata. Lists and space-separated scopes have no order. */
  public List<Difference> differencesFrom(ClientMetadata before) {
    Set<String> names = new LinkedHashSet<>(before.members.keySet());
    names.addAll(members.keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      Object then = before.comparable(name);
      Object now = comparable(name);
      boolean sameItems =
          then instanceof List<?> a
              && now instanceof List<?> b
              && new HashSet<Object>(a).equals(new HashSet<Object>(b));
      if (!sameItems && !Objects.equals(then, now)) {
        differences.add(new Difference(JsonPath.member(JsonPath.ROOT, name), then, now));
      }
    }
    return differences;
  }

  private @Nullable Object comparable(String name) {
    return name.equals("scope") && members.get(name) instanceof String
        ? scopes()
        : members.get(name);
  }

  @Override
  public String toString() {
    return "ClientMetadata" + members.keySet();
  }
}
