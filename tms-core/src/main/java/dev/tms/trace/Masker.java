package dev.tms.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.http.Header;
import dev.tms.text.Percent;
import dev.tms.text.Printable;
import dev.tms.trace.Names.Shape;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Masks the header fields, URLs and bodies of one exchange by the names of their values. A masked
 * value is also masked where the same exchange quotes it. Parses URLs by hand: what a provider
 * sends need not be a URI. Not thread-safe.
 */
final class Masker {
  private static final int LONGEST_SHOWN = 600;
  private static final int LONGEST_ID = 120;
  private static final int LONGEST_READ = 16 * 1024;
  private static final int SHORTEST_QUOTED = 4;
  private static final int MOST_QUOTED = 200;
  private static final int DEEPEST_URL = 3;
  private static final int MOST_PARAMETERS = 100;
  private static final String HIDDEN = "<secret>";

  private static final Pattern NAME = Pattern.compile("[A-Za-z@][A-Za-z0-9_.:/$#-]{0,39}");
  // metadata has long names
  private static final Pattern WORDS = Pattern.compile("[a-z]{1,20}(?:_[a-z]{1,20}){1,12}");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z-]{0,19}");
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]{1,32})=\"([^\"]*)\"");
  private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final List<String> COOKIE_ATTRIBUTES =
      List.of(
          "domain", "expires", "httponly", "max-age", "partitioned", "path", "samesite", "secure");
  private static final Pattern TITLE = Pattern.compile("(?i)<title>([^<]{1,200})");

  private final byte[] markKey;
  // longest first, so that no part of a longer value remains
  private final Map<String, Pattern> quoted =
      new TreeMap<>(Comparator.comparing(String::length).reversed().thenComparing(t -> t));

  /** The key prevents guessing values from the marks of equal values. */
  Masker(byte[] markKey) {
    this.markKey = markKey;
  }

  String value(Shape shape, String value) {
    return switch (shape) {
      case TEXT -> text(value);
      case ID -> value.length() > LONGEST_ID ? hidden("text", value) : text(value);
      case URL -> url(value, 0);
      case PUBLIC -> "<" + value.length() + " characters>";
      case SECRET -> secret(value);
      case HIDDEN -> hidden("text", value);
    };
  }

  /** Returns the name of a parameter or member, masked if it does not look like one. */
  String name(String name) {
    boolean isName = WORDS.matcher(name).matches() || NAME.matcher(name).matches();
    return isName && text(name).equals(name) ? name : described("name", name);
  }

  private String secret(String value) {
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

  /** Masks this value wherever the exchange quotes it, as it is or form-encoded. */
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
    return "<" + what + ", " + value.length() + " characters, " + mark(value) + spaces + ">";
  }

  private String mark(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(markKey, "HmacSHA256"));
      return "#" + HexFormat.of().formatHex(mac.doFinal(value.getBytes(UTF_8)), 0, 3);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every platform has HmacSHA256", e);
    }
  }

  /** Returns the text with known secrets masked. */
  String text(String text) {
    String masked = text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text;
    for (Pattern hidden : quoted.values()) {
      masked = hidden.matcher(masked).replaceAll(HIDDEN);
    }
    return printable(masked, LONGEST_SHOWN);
  }

  /** Returns the URL up to its path, with masked userinfo. */
  String withoutParameters(String url) {
    String base = url.substring(0, endOfPath(url));
    int colon = base.indexOf("://");
    int authority = colon < 0 ? 0 : colon + 3;
    int slash = colon < 0 ? 0 : base.indexOf('/', authority);
    int at = base.lastIndexOf('@', slash < 0 ? base.length() : slash);
    return at < authority
        ? text(base)
        : text(base.substring(0, authority))
            + secret(base.substring(authority, at))
            + text(base.substring(at));
  }

  private static int endOfPath(String url) {
    int question = url.indexOf('?');
    int hash = url.indexOf('#');
    return question < 0 || (hash >= 0 && hash < question)
        ? hash < 0 ? url.length() : hash
        : question;
  }

  private String url(String url, int depth) {
    if (depth > DEEPEST_URL) {
      return secret(url);
    }
    List<String> lines = address(url, depth);
    StringBuilder shown = new StringBuilder(lines.get(0));
    char last = ' ';
    for (String line : lines.subList(1, lines.size())) {
      shown.append(line.charAt(0) == last ? '&' : line.charAt(0)).append(line, 1, line.length());
      last = line.charAt(0);
    }
    return shown.toString();
  }

  /** Returns the URL, then each parameter after its {@code ?} or {@code #}, one per line. */
  private List<String> address(String url, int depth) {
    if (url.length() > LONGEST_READ) {
      return List.of(secret(url));
    }
    List<String> lines = new ArrayList<>();
    lines.add(withoutParameters(url));
    String rest = url.substring(endOfPath(url));
    int hash = rest.indexOf('#');
    if (hash != 0 && !rest.isEmpty()) {
      String query = rest.substring(1, hash < 0 ? rest.length() : hash);
      parameters(query, depth + 1).forEach(line -> lines.add('?' + line));
    }
    if (hash >= 0) {
      parameters(rest.substring(hash + 1), depth + 1).forEach(line -> lines.add('#' + line));
    }
    return lines;
  }

  List<String> query(@Nullable String encoded) {
    return encoded == null
        ? List.of()
        : parameters(encoded, 0).stream().map(line -> "?" + line).toList();
  }

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
        shown.add(secret(pair));
      } else {
        Shape shape = Names.parameter(name);
        String written = shape == Shape.URL ? url(value, depth) : value(shape, value);
        shown.add(name(name) + (equals < 0 ? "" : "=" + written));
      }
    }
    return shown;
  }

  private static @Nullable String decoded(String text) {
    return Percent.decode(text.replace('+', ' '));
  }

  List<String> headers(List<Header> headers) {
    List<String> lines = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase("Location")) {
        List<String> address = address(header.value(), 0);
        lines.add("Location: " + address.get(0));
        address.stream().skip(1).map(parameter -> "  " + parameter).forEach(lines::add);
      } else {
        lines.add(name(header.name()) + ": " + shown(header.name(), header.value()));
      }
    }
    return lines;
  }

  private String shown(String name, String value) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "authorization", "proxy-authorization" -> authorization(value);
      case "cookie" ->
          String.join(
              "; ",
              Arrays.stream(value.split(";", 100)).map(pair -> cookieName(pair.strip())).toList());
      case "set-cookie" -> setCookie(value);
      case "www-authenticate" -> challenge(value);
      default -> value(Names.header(name), value);
    };
  }

  /** RFC 9110 11.6.1: the scheme and its parameters, masked by name. */
  private String challenge(String value) {
    return PARAMETER
        .matcher(text(value))
        .replaceAll(
            found -> {
              String shown = value(Names.parameter(found.group(1)), found.group(2));
              return Matcher.quoteReplacement(found.group(1) + "=\"" + shown + '"');
            });
  }

  private String authorization(String value) {
    Arrays.stream(value.split(" ", 100)).forEach(this::hide);
    int space = value.indexOf(' ');
    if (space < 0 || !SCHEME.matcher(value.substring(0, space)).matches()) {
      return secret(value);
    }
    String scheme = value.substring(0, space);
    String credentials = value.substring(space + 1).strip();
    return scheme
        + " "
        + (scheme.equalsIgnoreCase("Basic") ? basic(credentials) : secret(credentials));
  }

  /** RFC 6749 2.3.1: client ID and secret, each form-encoded, as in RFC 7617. */
  private String basic(String credentials) {
    String whole = secret(credentials);
    String plain;
    try {
      plain = Percent.utf8(Base64.getDecoder().decode(credentials));
    } catch (IllegalArgumentException e) {
      return whole;
    }
    int colon = plain == null ? -1 : plain.indexOf(':');
    if (plain == null || colon < 0) {
      return whole;
    }
    String id = plain.substring(0, colon);
    String password = plain.substring(colon + 1);
    hide(password);
    String decodedId = decoded(id);
    String decodedPassword = decoded(password);
    return "client_id="
        + value(Shape.ID, decodedId == null ? id : decodedId)
        + " client_secret="
        + secret(decodedPassword == null ? password : decodedPassword);
  }

  private String cookieName(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    return COOKIE_NAME.matcher(name).matches() ? value(Shape.ID, name) : "<cookie>";
  }

  private String setCookie(String value) {
    String[] parts = value.split(";", 20);
    int length = parts[0].length() - parts[0].indexOf('=') - 1;
    StringBuilder shown = new StringBuilder(cookieName(parts[0].strip()));
    shown.append("=<").append(length).append(" characters>");
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String name = part.strip().split("=", 2)[0];
      if (COOKIE_ATTRIBUTES.contains(name.toLowerCase(Locale.ROOT))) {
        shown.append("; ").append(text(part.strip()));
      }
    }
    return shown.toString();
  }

  List<String> body(@Nullable String contentType, byte[] body, boolean ofError) {
    if (body.length == 0) {
      return List.of();
    }
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    String text = Percent.utf8(body);
    if (text == null) {
      return List.of("<" + body.length + " bytes that are not text>");
    }
    String content = text.strip().replace("\uFEFF", "");
    if (content.isEmpty()) {
      return List.of("<" + body.length + " bytes of white space>");
    }
    if (content.charAt(0) == '{' || content.charAt(0) == '[') {
      return JsonText.lines(this, content, ofError);
    }
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return parameters(content, 0);
    }
    if (type.startsWith("application/jwt") || type.contains("+jwt")) {
      return List.of(secret(content));
    }
    // the title of an HTML page usually states the problem
    Matcher title = TITLE.matcher(content);
    String titled = title.find() ? ", titled " + text(title.group(1).strip()) : "";
    return List.of("<" + body.length + " bytes of text>" + titled);
  }

  /** Escapes characters that control a terminal, end the line or change the reading direction. */
  private static String printable(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 16);
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (shown.length() >= most) {
        return shown.append(" ... (").append(text.length()).append(" characters)").toString();
      }
      append(shown, c);
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (Printable.isSafe(c)) {
          shown.appendCodePoint(c);
        } else {
          shown.append("\\u{").append(Integer.toHexString(c)).append('}');
        }
      }
    }
  }
}
