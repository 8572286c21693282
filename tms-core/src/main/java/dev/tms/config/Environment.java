package dev.tms.config;

import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.KnownKeys.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Environment variables, such as {@code TMS_Client__ClientId}; case-insensitive. Not thread-safe.
 */
final class Environment {
  private static final String PREFIX = "TMS_";

  /** Variables that Kubernetes sets for a service named tms or tms-something. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "TMS(_[A-Z0-9]+)*_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?"
              + "|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern SERVICE_PORT = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Settings settings;
  private final Problems problems;
  private final Map<String, String> seen = new HashMap<>();
  private final Map<String, Items> items = new TreeMap<>();

  private record Items(KnownKey key, TreeMap<Integer, String> byIndex) {}

  private Environment(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** Applies the variables that begin with {@code TMS_} on top of the settings. */
  static void addTo(Settings settings, Map<String, String> variables, Problems problems) {
    Environment environment = new Environment(settings, problems);
    new TreeMap<>(variables)
        .forEach(
            (name, value) -> {
              if (name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
                  && !isServiceLink(name, value)) {
                environment.add(name, value);
              }
            });
    environment.addLists();
  }

  private static boolean isServiceLink(String name, String value) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.matches("TMS(_[A-Z0-9]+)*_PORT") && SERVICE_PORT.matcher(value).matches());
  }

  private void add(String variable, String value) {
    String[] names = variable.substring(PREFIX.length()).split("__", -1);
    Node node = KnownKeys.ROOT;
    String path = "";
    int used = 0;
    List<Runnable> chosen = new ArrayList<>();
    while (used < names.length && node.key() == null) {
      Node place = node;
      Node child = names[used].isEmpty() ? null : place.child(names[used]);
      if (child == null) {
        unknown(variable);
        return;
      }
      String full = Settings.pathOf(path, place, child, names[used]);
      String above = path;
      chosen.add(() -> settings.rememberOwnName(place, above, full));
      path = full;
      node = child;
      used++;
    }
    if (node.key() == null) {
      problems.add(variable, "names a section; add __ and a key");
      return;
    }
    Integer index = index(node.key(), names, used);
    if (used < names.length && index == null) {
      unknown(variable);
      return;
    }
    chosen.forEach(Runnable::run);
    set(path, node.key(), index, variable, value);
  }

  private static @Nullable Integer index(KnownKey key, String[] names, int used) {
    if (key.later()) {
      return -1; // the key itself is the problem, whatever follows it
    }
    boolean isList = key.type() == KnownKey.Type.LIST || key.type() == KnownKey.Type.ONE_OR_LIST;
    return isList && used == names.length - 1 && names[used].matches("0|[1-9][0-9]{0,3}")
        ? Integer.valueOf(names[used])
        : null;
  }

  private void set(
      String path, KnownKey key, @Nullable Integer index, String variable, String value) {
    boolean isItem = index != null && index >= 0;
    String earlier = seen.putIfAbsent(isItem ? path + "[" + index + "]" : path, variable);
    if (earlier != null && (index == null || isItem)) {
      problems.add(path, "is set by two environment variables, " + earlier + " and " + variable);
    } else if (isItem) {
      items
          .computeIfAbsent(path, unused -> new Items(key, new TreeMap<>()))
          .byIndex
          .put(index, value);
      problems.cameFrom(path, variable);
    } else {
      settings.override(path, value, key, variable);
    }
  }

  private void addLists() {
    items.forEach(
        (path, list) -> {
          String whole = seen.get(path);
          if (whole != null) {
            problems.add(
                path, "is set by " + whole + " and by variables with an index: choose one");
          } else if (list.byIndex.lastKey() != list.byIndex.size() - 1) {
            problems.add(path, "is set by variables whose indexes do not count up from 0");
          } else {
            settings.override(
                path, List.copyOf(list.byIndex.values()), list.key, name(path) + "__0");
          }
        });
  }

  /**
   * Other software may use this prefix, too. A variable that nearly matches a key, or names a
   * section, is an error, because ignoring it could weaken the service; others are a warning.
   */
  private void unknown(String variable) {
    String rest = variable.substring(PREFIX.length());
    Optional<String> almost = Suggestion.almost(rest);
    String meant = almost.or(() -> Suggestion.whole(rest)).orElse(null);
    String hint = meant == null ? "" : "; did you mean " + name(meant) + "?";
    boolean isOurs = KnownKeys.ROOT.child(rest.split("__", 2)[0]) != null;
    if (!isOurs && almost.isEmpty()) {
      problems.warn(
          variable,
          "is not a known setting, and is not used"
              + (meant == null ? "; settings are named " + name("Client.ClientId") : hint));
      return;
    }
    problems.add(variable, "is not a known setting" + hint);
    if (meant != null) {
      problems.suspect(meant);
    }
  }

  static String name(String path) {
    return PREFIX + path.replace(".", "__");
  }
}
