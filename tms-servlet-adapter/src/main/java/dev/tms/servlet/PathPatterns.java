package dev.tms.servlet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Path patterns in the style of servlet mappings. Immutable. */
final class PathPatterns {
  static final PathPatterns NONE = new PathPatterns(List.of());

  private final List<String> patterns;

  private PathPatterns(List<String> patterns) {
    this.patterns = patterns;
  }

  /** Adds patterns; throws {@link IllegalArgumentException} if one can never match as intended. */
  PathPatterns and(List<String> more) {
    List<String> all = new ArrayList<>(patterns);
    for (String pattern : more) {
      all.add(checked(pattern));
    }
    return new PathPatterns(List.copyOf(all));
  }

  /** Splits a parameter at commas and line breaks. */
  static List<String> split(@Nullable String parameter) {
    return parameter == null
        ? List.of()
        : parameter
            .lines()
            .flatMap(line -> List.of(line.split(",")).stream())
            .map(String::strip)
            .filter(pattern -> !pattern.isEmpty())
            .toList();
  }

  private static String checked(String pattern) {
    String fixed =
        pattern.startsWith("*.")
            ? "/" + pattern.substring(1)
            : pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean isExtension = pattern.startsWith("*.");
    if (!fixed.startsWith("/")
        || pattern.equals("/")
        || (isExtension && (pattern.length() == 2 || pattern.indexOf('/') >= 0))
        || fixed.indexOf('*') >= 0
        || fixed.indexOf('%') >= 0
        || !RequestPath.isPlain(fixed)) {
      throw new IllegalArgumentException(
          "a protected path is /exact, /prefix/*, *.extension or /* for everything, written"
              + " decoded and below the context path, not "
              + pattern);
    }
    return pattern;
  }

  boolean isEmpty() {
    return patterns.isEmpty();
  }

  /** Whether a pattern matches the path as decoded by the container or as sent. */
  boolean match(RequestPath path) {
    return patterns.stream()
        .anyMatch(pattern -> matches(pattern, path.matched()) || matches(pattern, path.sent()));
  }

  /**
   * Whether a pattern matches the path both as decoded by the container and as sent. An exact
   * pattern does not match the path with a trailing slash here.
   */
  boolean matchInEveryReading(RequestPath path) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                matchesExactly(pattern, path.matched()) && matchesExactly(pattern, path.sent()));
  }

  /** The first of these patterns that a wider pattern covers completely; null if there is none. */
  @Nullable String firstWithin(PathPatterns wider) {
    return patterns.stream()
        .filter(
            pattern ->
                wider.patterns.stream()
                    .anyMatch(other -> pattern.equals(other) || isWithin(pattern, other)))
        .findFirst()
        .orElse(null);
  }

  private static boolean isWithin(String pattern, String wider) {
    String start = pattern.endsWith("/*") ? pattern.substring(0, pattern.length() - 2) : pattern;
    return !pattern.startsWith("*.") && wider.endsWith("/*") && matches(wider, start);
  }

  private static boolean matchesExactly(String pattern, String path) {
    return pattern.endsWith("/*") ? matches(pattern, path) : path.equals(pattern);
  }

  private static boolean matches(String pattern, String path) {
    if (pattern.endsWith("/*")) {
      String prefix = pattern.substring(0, pattern.length() - 2);
      return path.equals(prefix) || path.startsWith(prefix + "/");
    }
    // applications often treat /x/ as /x
    String file = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (pattern.startsWith("*.")) {
      return file.endsWith(pattern.substring(1));
    }
    return path.equals(pattern) || file.equals(pattern);
  }

  @Override
  public String toString() {
    return patterns.toString();
  }
}
