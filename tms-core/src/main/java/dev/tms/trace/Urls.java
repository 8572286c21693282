package dev.tms.trace;

import dev.tms.http.Percent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, with their parameters shown by name. Taken apart by hand: what a provider sends need
 * not be a URI. Not thread-safe.
 */
final class Urls {
  private static final int DEEPEST = 3;
  private static final int MOST_PARAMETERS = 100;
  private static final int LONGEST = 16 * 1024;

  private final Masker masker;

  Urls(Masker masker) {
    this.masker = masker;
  }

  /** The whole address. */
  String shown(String url) {
    return shown(url, 0);
  }

  private String shown(String url, int depth) {
    if (depth > DEEPEST || url.length() > LONGEST) {
      return masker.secret(url);
    }
    StringBuilder shown = new StringBuilder(withoutParameters(url));
    for (String part : parts(url)) {
      List<String> parameters = parameters(part.substring(1), depth + 1);
      shown.append(part.charAt(0)).append(String.join("&", parameters));
    }
    return shown.toString();
  }

  /** The same in lines: the address itself, and each parameter after its {@code ?} or {@code #}. */
  List<String> lines(String url) {
    if (url.length() > LONGEST) {
      return List.of(masker.secret(url));
    }
    List<String> lines = new ArrayList<>();
    lines.add(withoutParameters(url));
    for (String part : parts(url)) {
      parameters(part.substring(1), 1).forEach(line -> lines.add(part.charAt(0) + line));
    }
    return lines;
  }

  /** Query and fragment, each with the character that begins it. */
  private static List<String> parts(String url) {
    String rest = url.substring(endOfPath(url));
    int hash = rest.indexOf('#', 1);
    if (rest.isEmpty()) {
      return List.of();
    }
    return rest.charAt(0) == '#' || hash < 0
        ? List.of(rest)
        : List.of(rest.substring(0, hash), rest.substring(hash));
  }

  /** The address up to its path, without what names a user in it. */
  String withoutParameters(String url) {
    String base = url.substring(0, endOfPath(url));
    int colon = base.indexOf("://");
    int authority = colon < 0 ? 0 : colon + 3;
    int slash = colon < 0 ? 0 : base.indexOf('/', authority);
    int at = base.lastIndexOf('@', slash < 0 ? base.length() : slash);
    return at < authority
        ? masker.text(base)
        : masker.text(base.substring(0, authority))
            + masker.secret(base.substring(authority, at))
            + masker.text(base.substring(at));
  }

  /** Its parameters; as many strings. */
  List<String> parameters(String encoded, int depth) {
    List<String> shown = new ArrayList<>();
    if (encoded.isEmpty()) {
      return shown;
    }
    for (String pair : encoded.split("&", MOST_PARAMETERS)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name == null || value == null || shown.size() == MOST_PARAMETERS - 1) {
        shown.add(masker.secret(pair));
      } else {
        shown.add(masker.name(name) + (equals < 0 ? "" : "=" + value(name, value, depth)));
      }
    }
    return shown;
  }

  private String value(String name, String value, int depth) {
    Shape shape = Names.parameter(name);
    return shape == Shape.URL ? shown(value, depth) : masker.value(shape, value);
  }

  private static int endOfPath(String url) {
    for (int i = 0; i < url.length(); i++) {
      if (url.charAt(i) == '?' || url.charAt(i) == '#') {
        return i;
      }
    }
    return url.length();
  }

  private static @Nullable String decoded(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}
