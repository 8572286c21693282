package dev.tms.config;

import dev.tms.config.KnownKeys.KnownKey;
import dev.tms.config.KnownKeys.Node;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds the known key that a misspelled name probably means. */
final class Suggestion {
  private Suggestion() {}

  /** Returns the path of the closest key or section below this node. */
  static Optional<String> below(Node place, String name) {
    Optional<String> elsewhere = elsewhere(name);
    if (elsewhere.isPresent()) {
      return elsewhere;
    }
    return closest(name, place.children().values().stream().map(Node::name).toList())
        .map(found -> place.path().isEmpty() ? found : place.path() + "." + found)
        .or(() -> joined(name));
  }

  /** Finds the exact name in another section; takes precedence over similar siblings. */
  private static Optional<String> elsewhere(String name) {
    List<String> found =
        KnownKeys.ALL.stream()
            .map(KnownKey::path)
            .filter(path -> !path.contains("<") && plain(path).endsWith("." + plain(name)))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Returns the closest key, whatever separates the parts of its path. */
  static Optional<String> whole(String text) {
    return joined(text)
        .or(() -> elsewhere(text))
        .or(() -> closest(text, KnownKeys.ALL.stream().map(KnownKey::path).toList()));
  }

  /** Returns the key whose full path differs by a typo at most; {@code ClientSecret} is one. */
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

  /** Counts the letters to insert, delete, replace or swap. */
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
