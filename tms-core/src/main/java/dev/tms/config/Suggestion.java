package dev.tms.config;

import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.KnownKeys.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which known key was probably meant. */
final class Suggestion {
  private Suggestion() {}

  /** The path of the key or section that this name, below this place, is closest to. */
  static Optional<String> below(Node place, String name) {
    Optional<String> elsewhere = elsewhere(name);
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    return closest(name, place.children().values().stream().map(Node::name).toList())
        .map(found -> place.path().isEmpty() ? found : place.path() + "." + found)
        .or(() -> joined(name));
  }

  /** A key of this name in another section: told before a sibling that is merely similar. */
  private static Optional<String> elsewhere(String name) {
    List<String> found =
        KnownKeys.ALL.stream()
            .map(KnownKey::path)
            .filter(path -> !path.contains("<") && plain(path).endsWith("." + plain(name)))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** The path of the key that the parts, however they are separated, are closest to. */
  static Optional<String> whole(String text) {
    return joined(text)
        .or(() -> elsewhere(text))
        .or(() -> closest(text, KnownKeys.ALL.stream().map(KnownKey::path).toList()));
  }

  /**
   * The key whose whole path this is but for a slip, its parts however separated. {@code
   * ClientSecret} is one: it names its section.
   */
  static Optional<String> almost(String text) {
    String given = squeezed(text);
    int slips = Math.max(1, given.length() / 6);
    return KnownKeys.ALL.stream()
        .map(KnownKey::path)
        .filter(
            path ->
                distance(given, squeezed(path)) <= slips
                    || distance(given, squeezed(path.replaceFirst("^(\\w+)\\.\\1", "$1"))) <= slips)
        .min(Comparator.comparingInt(path -> distance(given, squeezed(path))));
  }

  private static Optional<String> joined(String text) {
    return KnownKeys.ALL.stream()
        .map(KnownKey::path)
        .filter(path -> squeezed(path).equals(squeezed(text)))
        .findFirst();
  }

  private static Optional<String> closest(String name, Collection<String> candidates) {
    String wanted = squeezed(name);
    String best = null;
    int bestDistance = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted, squeezed(candidate));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  private static String plain(String text) {
    return KnownKeys.lower(text);
  }

  private static String squeezed(String text) {
    return plain(text).replaceAll("[^a-z0-9<>]", "");
  }

  /** How many letters must be added, removed, changed or exchanged with their neighbour. */
  static int distance(String a, String b) {
    if (a.length() > 200) {
      return Integer.MAX_VALUE;
    }
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
