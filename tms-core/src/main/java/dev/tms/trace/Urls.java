package dev.tms.trace;

import dev.tms.http.Percent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Addresses, with their parameters masked by name. Taken apart by hand: what a provider sends need
 * not be a URI. Thread-safe.
 */
final class Urls {
  private static final int DEEPEST = 3;
  private static final int MOST_PARAMETERS = 100;

  private final Masker masker;

  Urls(Masker masker) {
    this.masker = masker;
  }

  /** The address, with what looks made by a machine masked in its path. */
  String shown(String url, int depth) {
    if (depth > DEEPEST || url.length() > Masker.LONGEST_TEXT) {
      return masker.secret(url);
    }
    if (isText(url)) {
      return masker.sentence(url);
    }
    int end = endOfPath(url);
    StringBuilder shown = new StringBuilder(base(url.substring(0, end), true));
    for (String part : parts(url, end)) {
      List<String> parameters = parameters(part.substring(1), depth + 1);
      shown.append(part.charAt(0)).append(String.join("&", parameters));
    }
    return shown.toString();
  }

  /** The same in lines: the address itself, and each parameter after its {@code ?} or {@code #}. */
  List<String> lines(String url) {
    if (url.length() > Masker.LONGEST_TEXT) {
      return List.of(masker.secret(url));
    }
    if (isText(url)) {
      return List.of(masker.sentence(url));
    }
    int end = endOfPath(url);
    List<String> lines = new ArrayList<>();
    lines.add(base(url.substring(0, end), true));
    for (String part : parts(url, end)) {
      parameters(part.substring(1), 1).forEach(line -> lines.add(part.charAt(0) + line));
    }
    return lines;
  }

  /** Query and fragment, each with the character that begins it. */
  private static List<String> parts(String url, int end) {
    if (end == url.length()) {
      return List.of();
    }
    String rest = url.substring(end);
    int hash = rest.indexOf('#', 1);
    return rest.charAt(0) == '#' || hash < 0
        ? List.of(rest)
        : List.of(rest.substring(0, hash), rest.substring(hash));
  }

  /** Whatever has a space in it is no address. */
  private static boolean isText(String url) {
    return url.chars().anyMatch(c -> c <= ' ');
  }

  /** The address up to its path; the path is one that is in the log anyway. */
  String withoutParameters(String url) {
    return base(url.substring(0, endOfPath(url)), false);
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

  private String base(String base, boolean isForeign) {
    int colon = base.indexOf("://");
    int authority = colon < 0 ? 0 : colon + 3;
    int slash = colon < 0 ? 0 : base.indexOf('/', authority);
    int path = slash < 0 ? base.length() : slash;
    StringBuilder shown = new StringBuilder(masker.words(base.substring(0, authority)));
    String host = base.substring(authority, path);
    int at = host.lastIndexOf('@');
    if (at >= 0) {
      shown.append(masker.secret(host.substring(0, at))).append('@');
    }
    // long names of hosts look made by a machine, and are
    shown.append(masker.id(host.substring(at + 1)));
    String rest = base.substring(path);
    return shown.append(isForeign ? masker.path(rest) : masker.place(rest)).toString();
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
