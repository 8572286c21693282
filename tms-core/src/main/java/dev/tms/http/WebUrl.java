package dev.tms.http;

import dev.tms.text.Percent;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http(s) URL that all parsers read alike. Browsers (WHATWG URL) and this service must
 * agree on the target of a redirect, so ambiguous input is rejected, not repaired. The path begins
 * with a slash; query and fragment include their delimiters, or are empty.
 */
record WebUrl(Origin origin, String path, String query, String fragment) {
  /** The limit of the canonical form, which travels in a cookie. */
  static final int MAX_LENGTH = 2000;

  /** Parses a URL; empty if it is relative, malformed or ambiguous. */
  static Optional<WebUrl> parse(String text) {
    int slashes = text.indexOf("://");
    if (slashes < 0 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int end = endOfAuthority(text, slashes + 3);
    // Origin accepts no userinfo, escapes, backslashes, spaces or controls in an authority
    Origin origin = Origin.parts(text.substring(0, end));
    return origin == null ? Optional.empty() : below(origin, text.substring(end));
  }

  /** Parses a path with query and fragment, relative to the origin; empty if it is ambiguous. */
  static Optional<WebUrl> below(Origin origin, String rest) {
    if (rest.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int hash = rest.indexOf('#');
    String fragment = hash < 0 ? "" : rest.substring(hash);
    String beforeFragment = hash < 0 ? rest : rest.substring(0, hash);
    int mark = beforeFragment.indexOf('?');
    String query = mark < 0 ? "" : beforeFragment.substring(mark);
    String path = mark < 0 ? beforeFragment : beforeFragment.substring(0, mark);
    if (path.isEmpty()) {
      path = "/";
    }
    String cleanPath = UrlText.path(path);
    String cleanQuery = UrlText.query(query);
    String cleanFragment = UrlText.query(fragment);
    return cleanPath == null || cleanQuery == null || cleanFragment == null
        ? Optional.empty()
        : Optional.of(new WebUrl(origin, cleanPath, cleanQuery, cleanFragment))
            .filter(url -> url.toString().length() <= MAX_LENGTH);
  }

  private static int endOfAuthority(String text, int start) {
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return text.length();
  }

  /** Sets a query parameter, replacing any of that name. */
  WebUrl withParameter(String name, String value) {
    StringBuilder others = new StringBuilder();
    for (String pair : query.isEmpty() ? new String[0] : query.substring(1).split("&")) {
      if (!pair.isEmpty() && !name.equals(nameOf(pair))) {
        others.append(pair).append('&');
      }
    }
    return new WebUrl(origin, path, "?" + others + name + "=" + value, fragment);
  }

  private static @Nullable String nameOf(String pair) {
    int equals = pair.indexOf('=');
    return Percent.decode(equals < 0 ? pair : pair.substring(0, equals));
  }

  URI uri() {
    return URI.create(toString());
  }

  @Override
  public String toString() {
    return origin + path + query + fragment;
  }
}
