package dev.tms.servlet;

import dev.tms.http.Header;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.List;

/**
 * The protected paths and the settings that apply to them. Immutable.
 *
 * @param open exceptions from {@code paths}
 * @param checksOrigin whether cross-site requests with side effects are refused
 * @param forbidsCaching whether responses are {@code no-store} unless the application overrides it
 */
record Protection(
    PathPatterns paths, PathPatterns open, boolean checksOrigin, boolean forbidsCaching) {
  private static final Header NOT_SNIFFED = new Header("X-Content-Type-Options", "nosniff");
  private static final Header REFERRER = new Header("Referrer-Policy", "same-origin");

  /** The headers of the filter's own responses on protected paths. */
  static final List<Header> OF_REFUSALS =
      List.of(new Header("Cache-Control", "no-store"), NOT_SNIFFED, REFERRER);

  static final Protection NONE = new Protection(PathPatterns.NONE, PathPatterns.NONE, true, true);

  /** Throws {@link IllegalArgumentException} if a protected path is permitted as well. */
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

  /**
   * Sets headers that the application may override. Also after it has reset the response, and in
   * its error pages, for which some containers reset it.
   */
  HttpServletResponse guard(HttpServletResponse response) {
    addHeaders(response);
    return new HttpServletResponseWrapper(response) {
      @Override
      public void reset() {
        super.reset();
        addHeaders(response);
      }
    };
  }

  private void addHeaders(HttpServletResponse response) {
    // shared caches may store a response despite the request's Cookie (RFC 9111 section 3), and a
    // browser's cache would show it after the sign-out
    response.setHeader("Cache-Control", forbidsCaching ? "no-store" : "private");
    for (Header header : List.of(NOT_SNIFFED, REFERRER)) {
      response.setHeader(header.name(), header.value());
    }
  }
}
