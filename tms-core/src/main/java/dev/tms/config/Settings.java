package dev.tms.config;

import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.KnownKeys.Node;
import dev.tms.text.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Values of known keys from a file, overridden by environment variables. Not thread-safe. */
final class Settings {
  /** Top-level names of an ASP.NET settings file that TMS ignores. */
  private static final Set<String> OF_ASP_NET = Set.of("logging", "allowedhosts", "detailederrors");

  private final Problems problems;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Set<String>> ownNames = new LinkedHashMap<>();

  /** A string, number, boolean, list or map; from a variable, a string or a list of strings. */
  record Value(Object raw, boolean isVariable, KnownKey key) {
    @Override
    public String toString() {
      return "Value[" + key.path() + "]";
    }
  }

  Settings(Problems problems) {
    this.problems = problems;
  }

  void addFile(Map<String, Object> members) {
    Map<String, Object> own = new LinkedHashMap<>(members);
    own.keySet().removeIf(name -> OF_ASP_NET.contains(KnownKeys.lower(name)));
    if (own.size() < members.size()) {
      List<String> ignored =
          members.keySet().stream().filter(name -> !own.containsKey(name)).toList();
      problems.note(
          String.join(", ", ignored),
          "ignored, as settings of the ASP.NET host that have no use here");
    }
    add(KnownKeys.ROOT, "", own);
  }

  private void add(Node place, String path, Map<?, ?> members) {
    members.forEach(
        (key, raw) -> {
          String name = key.toString();
          Node node = place.child(name);
          if (node == null) {
            unknown(place, path, name);
          } else if (raw != null || place.hasOwnNames()) {
            addMember(place, node, path, pathOf(path, place, node, name), raw);
          }
        });
  }

  private void addMember(Node place, Node node, String above, String path, @Nullable Object raw) {
    KnownKey key = node.key();
    if (key != null) {
      if (raw != null) {
        rememberOwnName(place, above, path);
        values.put(path, new Value(raw, false, key));
      }
      return;
    }
    rememberOwnName(place, above, path);
    if (raw instanceof Map<?, ?> members) {
      add(node, path, members);
    } else {
      problems.add(path, "must be an object, found " + Json.kind(raw));
    }
  }

  /** Replaces the file's value by that of an environment variable. */
  void override(String path, Object raw, KnownKey key, String variable) {
    values.put(path, new Value(raw, true, key));
    problems.cameFrom(path, variable);
  }

  /** Sets a value unless the file or a variable has set it. */
  void addDefault(String path, String raw) {
    values.putIfAbsent(path, new Value(raw, false, KnownKeys.get(path)));
  }

  void rememberOwnName(Node place, String above, String path) {
    if (place.hasOwnNames()) {
      ownNames
          .computeIfAbsent(above, unused -> new LinkedHashSet<>())
          .add(path.substring(above.length() + 1));
    }
  }

  /** Returns the path of a child; most custom names are case-insensitive. */
  static String pathOf(String path, Node place, Node node, String name) {
    String spelled = place.hasOwnNames() ? ownName(place, name) : node.name();
    return path.isEmpty() ? spelled : path + "." + spelled;
  }

  private static String ownName(Node place, String name) {
    return place.keepsCase() ? name : KnownKeys.lower(name);
  }

  private void unknown(Node place, String path, String name) {
    String full = path.isEmpty() ? name : path + "." + name;
    String shown = full.length() <= 100 ? full : full.substring(0, 100) + "…";
    String meant =
        Suggestion.below(place, name)
            .map(found -> path.isEmpty() ? found : found.replace(place.path() + ".", path + "."))
            .orElse(null);
    problems.add(
        shown, "is not a known key" + (meant == null ? "" : "; did you mean " + meant + "?"));
    if (meant != null) {
      problems.suspect(meant);
    }
  }

  @Nullable Value find(String path) {
    return values.get(path);
  }

  Collection<String> ownNames(String path) {
    return List.copyOf(ownNames.getOrDefault(path, Set.of()));
  }

  List<String> paths() {
    return new ArrayList<>(values.keySet());
  }
}
