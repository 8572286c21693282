package dev.tms.browser;

import dev.tms.http.Percent;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http(s) URL that every parser reads alike. Browsers (WHATWG URL) and this service
 * must agree on the target of a redirect, so everything on which parsers are known to differ is
 * refused instead of repaired.
 *
 * @param origin its origin
 * @param path begins with a slash
 * @param query with its question mark, or empty
 * @param fragment with its number sign, or empty
 */
record WebUrl(Origin origin, String path, String query, String fragment) {
  /** A URL whose canonical form is longer is refused: it travels in a cookie. */
  static final int MAX_LENGTH = 2000;

  /** The URL of this text; empty where it is relative, malformed or ambiguous. */
  static Optional<WebUrl> parse(String text) {
    int slashes = text.indexOf("://");
    if (slashes < 0 || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int end = endOfAuthority(text, slashes + 3);
    // userinfo, escapes, backslashes, spaces and controls cannot be part of an authority that
    // Origin accepts
    Origin origin = Origin.parts(text.substring(0, end));
    return origin == null ? Optional.empty() : below(origin, text.substring(end));
  }

  /** The URL of a path, with query and fragment, of this origin; empty where it is ambiguous. */
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

  /** The same URL with this parameter as the only one of its name. */
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
