package dev.tms;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a package's documentation says of its types: {@code API.}, {@code Internal.}, or {@code API:
 * A, B; the rest is internal.}
 *
 * @param all whether every public type is API
 * @param types otherwise the simple names of those that are
 */
public record ApiMarker(boolean all, Set<String> types) {
  public static final ApiMarker NONE = new ApiMarker(false, Set.of());

  private static final Pattern MARKER =
      Pattern.compile("\\b(API\\.|Internal\\.|API: ([^;]+); the rest is internal\\.)");
  private static final Pattern TYPE = Pattern.compile("(?:[a-z]+\\.)*([A-Z][A-Za-z0-9]+)");

  /** The marker of a {@code package-info.java}; empty where there is none, or more than one. */
  public static Optional<ApiMarker> read(String source) {
    int start = source.indexOf("/**");
    int end = source.indexOf("*/");
    if (start < 0 || end < start) {
      return Optional.empty();
    }
    String text = source.substring(start + 3, end).replaceAll("\\s*\\n \\*", " ");
    Matcher marker = MARKER.matcher(text.replaceAll("\\s+", " "));
    if (!marker.find()) {
      return Optional.empty();
    }
    String names = marker.group(2);
    String word = marker.group(1);
    if (marker.find()) {
      return Optional.empty();
    }
    if (names == null) {
      return Optional.of(new ApiMarker(word.equals("API."), Set.of()));
    }
    Set<String> types = new TreeSet<>();
    Matcher type = TYPE.matcher(names.replace("@link", ""));
    while (type.find()) {
      types.add(type.group(1));
    }
    return Optional.of(new ApiMarker(false, types));
  }

  public boolean covers(String simpleName) {
    return all || types.contains(simpleName);
  }
}
