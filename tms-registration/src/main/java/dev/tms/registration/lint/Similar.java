package dev.tms.registration.lint;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Names that look like others. */
final class Similar {
  private static final int FAR = 3;
  // each name is compared with each, and documents have thousands
  private static final int MANY = 200;
  // no person misspells what is longer, and the time grows with the square
  private static final int LONGEST = 100;

  private Similar() {}

  /** The one of these names that a name is likely to mean; empty where none is near. */
  static Optional<String> among(String name, Collection<String> names) {
    if (names.size() > MANY) {
      return Optional.empty();
    }
    String written = plain(name);
    Optional<String> best = Optional.empty();
    int nearest = Math.min(FAR, Math.max(1, written.length() / 4) + 1);
    for (String candidate : names) {
      int distance = distance(written, plain(candidate), nearest);
      if (distance < nearest) {
        nearest = distance;
        best = Optional.of(candidate);
      }
    }
    return best;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /** How many characters have to be added, removed or replaced; the bound where it is as many. */
  private static int distance(String one, String other, int bound) {
    if (one.length() > LONGEST || Math.abs(one.length() - other.length()) >= bound) {
      return bound;
    }
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int same = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above) + 1, diagonal + same);
        diagonal = above;
      }
    }
    return Math.min(row[other.length()], bound);
  }
}
