package dev.tms.servlet;

import dev.tms.http.Header;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/**
 * Which paths are for signed-in users only, and what else holds for them. Immutable.
 *
 * @param paths those that are protected
 * @param open those of them that are not
 * @param checksOrigin whether cross-site requests that change something are refused
 * @param forbidsCaching whether no cache keeps an answer, unless the application says otherwise
 */
record Protection(
    PathPatterns paths, PathPatterns open, boolean checksOrigin, boolean forbidsCaching) {
  private static final Header NOT_SNIFFED = new Header("X-Content-Type-Options", "nosniff");
  private static final Header REFERRER = new Header("Referrer-Policy", "same-origin");

  /** What the filter's own answers on protected paths have. */
  static final List<Header> OF_REFUSALS =
      List.of(new Header("Cache-Control", "no-store"), NOT_SNIFFED, REFERRER);

  /** Nothing is protected. */
  static final Protection NONE = new Protection(PathPatterns.NONE, PathPatterns.NONE, true, true);

  /**
   * Checks the patterns against each other.
   *
   * @throws IllegalArgumentException if a protected path is open as well
   */
  Protection {
    String both = paths.firstWithin(open);
    if (both != null) {
      throw new IllegalArgumentException(
          "the path " + both + " is protected and permitted: permitted are " + open);
    }
  }

  Protection protect(List<String> more) {
    return new Protection(paths.and(more), open, checksOrigin, forbidsCaching);
  }

  Protection permit(List<String> more) {
    for (String pattern : more) {
      if (pattern.startsWith("*.")) {
        throw new IllegalArgumentException(
            "a permitted path is /exact or /prefix/*, not "
                + pattern
                + ": an extension would open every protected path to which it can be added");
      }
    }
    return new Protection(paths, open.and(more), checksOrigin, forbidsCaching);
  }

  Protection withoutOriginCheck() {
    return new Protection(paths, open, false, forbidsCaching);
  }

  Protection withCaching() {
    return new Protection(paths, open, checksOrigin, false);
  }

  boolean isEmpty() {
    return paths.isEmpty();
  }

  boolean covers(RequestPath path) {
    return paths.match(path) && !open.matchInEveryReading(path);
  }

  /** What an answer has unless the application says otherwise. */
  void addHeaders(HttpServletResponse response) {
    // shared caches may keep an answer in spite of the request's Cookie (RFC 9111 section 3), and
    // a browser's own would show it after the user has signed out
    response.setHeader("Cache-Control", forbidsCaching ? "no-store" : "private");
    for (Header header : List.of(NOT_SNIFFED, REFERRER)) {
      response.setHeader(header.name(), header.value());
    }
  }
}
