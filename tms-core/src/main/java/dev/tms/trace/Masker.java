package dev.tms.trace;

import dev.tms.trace.Recent.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows values, or what may be said of them; remembers those that it does not show. */
final class Masker {
  /** Longest part of a text that is looked at. */
  static final int LONGEST_TEXT = 16 * 1024;

  /** What is lost where a text is cut, so that no piece of a secret stands at the end. */
  static final int LOST_AT_CUT = 16;

  private static final int LONGEST_SHOWN = 600;
  private static final int LONGEST_ID = 120;
  private static final int LONGEST_WITH_ENCODINGS = 512;
  private static final int ALWAYS_IN_PIECES = 24;
  private static final int LEAST_OF_BYTES = 12;
  private static final String HIDDEN = "<secret>";

  private static final Pattern NAME = Pattern.compile("[A-Za-z@][A-Za-z0-9_.:/$-]{0,39}");
  // metadata have long ones
  private static final Pattern WORDS = Pattern.compile("[a-z]{1,20}(?:_[a-z]{1,20}){1,12}");
  private static final Pattern MANY_DIGITS = Pattern.compile("(\\D*\\d){4}.*");
  private static final Pattern JWT =
      Pattern.compile(
          "(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}+\\.[A-Za-z0-9_-]*+\\.[A-Za-z0-9_.-]*");
  private static final Pattern E_MAIL =
      Pattern.compile("[\\w.+%'-]{1,64}@[\\w-]{1,63}(?:\\.[\\w-]{1,63}){1,8}");
  private static final Pattern ASSIGNED =
      Pattern.compile(
          "(?<![A-Za-z0-9])([A-Za-z_]{2,32})(\"?'?\\s{0,2}[=:]\\s{0,2}\"?'?)([^\\s\"'&,;<>]+)");
  // "error code: invalid_grant", "state=ok"
  private static final Pattern WORD_OR_NUMBER =
      Pattern.compile("[A-Za-z_.-]{1,40}|[0-9]{1,6}|[A-Za-z]{2,12}[0-9]{1,8}[.:]?");

  private final Labels labels;
  private final Recent recent;
  private final Urls urls = new Urls(this);

  Masker(Labels labels, Recent recent) {
    this.labels = labels;
    this.recent = recent;
  }

  /** The value as it may be shown. */
  String value(Shape shape, String value) {
    return switch (shape) {
      case SENTENCE -> sentence(value);
      case WORDS -> words(value);
      case ID -> id(value);
      case URL -> urls.shown(value, 0);
      case PUBLIC -> "<" + value.length() + " characters>";
      case SECRET -> secret(value);
      case HIDDEN -> hidden(value);
    };
  }

  /** An address whose path is ours or the configuration's. */
  String target(String url) {
    return urls.withoutParameters(url);
  }

  /** An address of somebody else, its parameters in lines of their own. */
  List<String> address(String url) {
    return urls.lines(url);
  }

  /** The parameters of a form or a query, a line each. */
  List<String> parameters(String encoded) {
    return urls.parameters(encoded, 0);
  }

  /** A name of a parameter or the like, or what may be said of it. */
  String name(String name) {
    boolean isName =
        (WORDS.matcher(name).matches() || isShort(name))
            && recent.masked(name, Shape.ID).equals(name);
    return isName ? name : described("name", name);
  }

  private static boolean isShort(String name) {
    return NAME.matcher(name).matches() && !MANY_DIGITS.matcher(name).matches() && !Opaque.is(name);
  }

  /** What may be said of a secret. */
  String secret(String value) {
    if (value.isEmpty()) {
      return "<empty>";
    }
    Kind kind =
        value.length() >= ALWAYS_IN_PIECES || Opaque.isSecret(value) ? Kind.PIECES : Kind.WHOLE;
    recent.add(value, kind);
    if (value.length() <= LONGEST_WITH_ENCODINGS) {
      Encodings.asText(value).forEach(form -> recent.add(form, kind));
      Encodings.asBytes(value).stream()
          .filter(form -> form.length() >= LEAST_OF_BYTES)
          .forEach(form -> recent.add(form, Kind.PIECES));
    }
    return jwt(value).orElseGet(() -> described("secret", value));
  }

  /** What may be said of a value that is not known to be harmless. */
  String hidden(String value) {
    if (value.isEmpty()) {
      return "<empty>";
    }
    Optional<String> jwt = jwt(value);
    if (jwt.isPresent() || Opaque.isValue(value)) {
      return secret(value);
    }
    recent.add(value, Kind.IN_SENTENCES);
    return described("text", value);
  }

  private Optional<String> jwt(String value) {
    return Jwt.read(value)
        .map(
            jwt ->
                "<JWT, "
                    + value.length()
                    + " characters, "
                    + labels.of(value)
                    + ": "
                    + jwt.shown(this)
                    + ">");
  }

  private String described(String what, String value) {
    String spaces = value.strip().equals(value) ? "" : ", with white space at an end";
    return "<" + what + ", " + value.length() + " characters, " + labels.of(value) + spaces + ">";
  }

  /** A sentence of somebody else. */
  String sentence(String text) {
    String masked = recent.masked(cut(text), Shape.SENTENCE);
    masked = replaced(ASSIGNED, masked, this::assigned);
    masked = replaced(E_MAIL, masked, found -> "<e-mail address>");
    return shown(withoutTokens(masked), text);
  }

  /** Words of the protocol. */
  String words(String text) {
    return shown(withoutTokens(recent.masked(cut(text), Shape.WORDS)), text);
  }

  /** A path of somebody else. */
  String path(String path) {
    String masked = recent.masked(cut(path), Shape.URL);
    // each for itself: one that looks made by a machine would take the others along
    String segments =
        Arrays.stream(masked.split("/", -1))
            .map(this::withoutTokens)
            .collect(Collectors.joining("/"));
    return shown(segments, path);
  }

  /** A path that is in the log anyway. */
  String place(String path) {
    return shown(recent.masked(cut(path), Shape.URL), path);
  }

  /** An identifier. */
  String id(String text) {
    if (text.length() > LONGEST_ID || JWT.matcher(text).find()) {
      return hidden(text);
    }
    if (text.indexOf(' ') >= 0) {
      return words(text);
    }
    return shown(recent.masked(text, Shape.ID), text);
  }

  private String withoutTokens(String masked) {
    String withoutJwt = replaced(JWT, masked, found -> described("JWT", found.group()));
    return replaced(
        Opaque.RUN,
        withoutJwt,
        found -> Opaque.is(found.group()) ? described("secret", found.group()) : found.group());
  }

  private String assigned(MatchResult found) {
    Shape shape = Names.parameter(found.group(1));
    boolean isError =
        found.group(1).toLowerCase(Locale.ROOT).matches("code|state|request|status")
            && WORD_OR_NUMBER.matcher(found.group(3)).matches();
    return shape != Shape.SECRET || isError
        ? found.group()
        : found.group(1) + found.group(2) + HIDDEN;
  }

  private static String cut(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  private static String shown(String masked, String original) {
    // a secret that was cut off may be too short to be found: the last characters go as well
    boolean isCut = original.length() > LONGEST_TEXT;
    int end = isCut ? Math.max(0, masked.length() - LOST_AT_CUT) : masked.length();
    String text = masked.substring(0, end).replace(String.valueOf(Recent.MARK), HIDDEN);
    return Printable.of(text, LONGEST_SHOWN);
  }

  private static String replaced(Pattern pattern, String text, Function<MatchResult, String> by) {
    return pattern.matcher(text).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
  }
}
