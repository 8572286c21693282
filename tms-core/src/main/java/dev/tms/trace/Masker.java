package dev.tms.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Shows the values of one exchange by their names, and what may be said of those that it hides.
 * What it hides it also hides where the same exchange quotes it. Not thread-safe.
 */
final class Masker {
  private static final int LONGEST_SHOWN = 600;
  private static final int LONGEST_ID = 120;
  private static final int LONGEST_READ = 16 * 1024;
  private static final int SHORTEST_QUOTED = 4;
  private static final int MOST_QUOTED = 200;
  private static final String HIDDEN = "<secret>";

  private static final Pattern NAME = Pattern.compile("[A-Za-z@][A-Za-z0-9_.:/$#-]{0,39}");
  // metadata have long ones
  private static final Pattern WORDS = Pattern.compile("[a-z]{1,20}(?:_[a-z]{1,20}){1,12}");

  private final Labels labels;
  // the longest first, so that no part of one is left of it
  private final Map<String, Pattern> quoted =
      new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(t -> t));
  private final Urls urls = new Urls(this);

  Masker(Labels labels) {
    this.labels = labels;
  }

  /** The value as it may be shown. */
  String value(Shape shape, String value) {
    return switch (shape) {
      case TEXT -> text(value);
      case ID -> value.length() > LONGEST_ID ? hidden("text", value) : text(value);
      case URL -> urls.shown(value);
      case PUBLIC -> "<" + value.length() + " characters>";
      case SECRET -> secret(value);
      case HIDDEN -> hidden("text", value);
    };
  }

  /** An address without its parameters. */
  String target(String url) {
    return urls.withoutParameters(url);
  }

  /** An address, its parameters in lines of their own. */
  List<String> address(String url) {
    return urls.lines(url);
  }

  /** The parameters of a form or a query, a line each. */
  List<String> parameters(String encoded) {
    return urls.parameters(encoded, 0);
  }

  /** A name of a parameter or the like, or what may be said of it. */
  String name(String name) {
    boolean isName = WORDS.matcher(name).matches() || NAME.matcher(name).matches();
    return isName && text(name).equals(name) ? name : described("name", name);
  }

  /** What may be said of a secret. */
  String secret(String value) {
    return hidden("secret", value);
  }

  private String hidden(String what, String value) {
    if (value.isEmpty()) {
      return "<empty>";
    }
    hide(value);
    return Jwt.read(value)
        .map(jwt -> described("JWT", value).replace(">", ": " + jwt.shown(this) + ">"))
        .orElseGet(() -> described(what, value));
  }

  /** Hides this value wherever the exchange quotes it, as it is and as a form has it. */
  void hide(String value) {
    for (String form : List.of(value, value.strip(), URLEncoder.encode(value, UTF_8))) {
      if (form.length() >= SHORTEST_QUOTED && quoted.size() < MOST_QUOTED) {
        quoted.computeIfAbsent(
            form.toLowerCase(Locale.ROOT),
            plain -> Pattern.compile(plain, Pattern.LITERAL | Pattern.CASE_INSENSITIVE));
      }
    }
  }

  private String described(String what, String value) {
    String spaces = value.strip().equals(value) ? "" : ", with white space at an end";
    return "<" + what + ", " + value.length() + " characters, " + labels.of(value) + spaces + ">";
  }

  /** Text that is shown, without what is hidden elsewhere. */
  String text(String text) {
    String masked = text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text;
    for (Pattern hidden : quoted.values()) {
      masked = hidden.matcher(masked).replaceAll(HIDDEN);
    }
    return Printable.of(masked, LONGEST_SHOWN);
  }
}
