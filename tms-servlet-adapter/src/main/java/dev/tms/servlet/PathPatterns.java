package dev.tms.servlet;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of paths, in the manner of servlet mappings. Immutable. */
final class PathPatterns {
  /** Those that match nothing. */
  static final PathPatterns NONE = new PathPatterns(List.of());

  private final List<String> patterns;

  private PathPatterns(List<String> patterns) {
    this.patterns = patterns;
  }

  /** These patterns and more. A pattern that cannot match as meant is refused, not ignored. */
  PathPatterns and(List<String> more) {
    List<String> all = new ArrayList<>(patterns);
    for (String pattern : more) {
      all.add(checked(pattern));
    }
    return new PathPatterns(List.copyOf(all));
  }

  /** The patterns of a parameter, separated by commas or line breaks. */
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

  /** Whether one of them matches the path, in any way in which it is read. */
  boolean match(RequestPath path) {
    return patterns.stream()
        .anyMatch(pattern -> matches(pattern, path.matched()) || matches(pattern, path.sent()));
  }

  /**
   * Whether one of them matches the path, in every way in which it is read, to the letter: an exact
   * pattern does not stand for the same path with a slash behind it.
   */
  boolean matchInEveryReading(RequestPath path) {
    return patterns.stream()
        .anyMatch(
            pattern ->
                matchesExactly(pattern, path.matched()) && matchesExactly(pattern, path.sent()));
  }

  /** The first of these patterns for paths all of which are among the other's; null if none is. */
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
    // applications often answer /x/ as they answer /x
    String file = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (pattern.startsWith("*.")) {
      return file.endsWith(pattern.substring(1));
    }
    return path.equals(pattern) || file.equals(pattern);
  }

  /** The patterns, as they were given. */
  @Override
  public String toString() {
    return patterns.toString();
  }
}
