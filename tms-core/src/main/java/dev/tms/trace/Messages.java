package dev.tms.trace;

import dev.tms.http.Header;
import dev.tms.http.Percent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Header fields and bodies, a line each. Not thread-safe. */
final class Messages {
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z-]{0,19}");
  private static final Pattern PARAMETER = Pattern.compile("([A-Za-z_]{1,32})=\"([^\"]*)\"");
  private static final Pattern COOKIE_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
  private static final List<String> COOKIE_ATTRIBUTES =
      List.of(
          "domain", "expires", "httponly", "max-age", "partitioned", "path", "samesite", "secure");
  private static final Pattern TITLE = Pattern.compile("(?i)<title>([^<]{1,200})");

  private final Masker masker;

  Messages(Masker masker) {
    this.masker = masker;
  }

  /** Header fields; an address in several lines. */
  List<String> headers(List<Header> headers) {
    List<String> lines = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase("Location")) {
        List<String> address = masker.address(header.value());
        lines.add("Location: " + address.get(0));
        address.stream().skip(1).map(parameter -> "  " + parameter).forEach(lines::add);
      } else {
        lines.add(header(header));
      }
    }
    return lines;
  }

  private String header(Header header) {
    String value = header.value();
    String shown =
        switch (header.name().toLowerCase(Locale.ROOT)) {
          case "authorization", "proxy-authorization" -> authorization(value);
          case "cookie" -> cookies(value);
          case "set-cookie" -> setCookie(value);
          case "www-authenticate" -> challenge(value);
          default -> masker.value(Names.header(header.name()), value);
        };
    return masker.name(header.name()) + ": " + shown;
  }

  /** RFC 9110 11.6.1: the scheme, and parameters that are shown by their names. */
  private String challenge(String value) {
    return PARAMETER
        .matcher(masker.text(value))
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    found.group(1)
                        + "=\""
                        + masker.value(Names.parameter(found.group(1)), found.group(2))
                        + '"'));
  }

  private String authorization(String value) {
    Arrays.stream(value.split(" ", 100)).forEach(masker::hide);
    int space = value.indexOf(' ');
    if (space < 0 || !SCHEME.matcher(value.substring(0, space)).matches()) {
      return masker.secret(value);
    }
    String scheme = value.substring(0, space);
    String credentials = value.substring(space + 1).strip();
    return scheme
        + " "
        + (scheme.equalsIgnoreCase("Basic") ? basic(credentials) : masker.secret(credentials));
  }

  /** RFC 6749 2.3.1: identifier and secret, each form-encoded, in the base64 of RFC 7617. */
  private String basic(String credentials) {
    String whole = masker.secret(credentials);
    String plain;
    try {
      plain = utf8(Base64.getDecoder().decode(credentials));
    } catch (IllegalArgumentException e) {
      return whole;
    }
    int colon = plain == null ? -1 : plain.indexOf(':');
    if (plain == null || colon < 0) {
      return whole;
    }
    masker.secret(plain.substring(colon + 1));
    return "client_id="
        + masker.value(Shape.ID, decoded(plain.substring(0, colon)))
        + " client_secret="
        + masker.secret(decoded(plain.substring(colon + 1)));
  }

  private static String decoded(String text) {
    String decoded = Percent.decode(text.replace('+', ' '));
    return decoded == null ? text : decoded;
  }

  private String cookies(String value) {
    List<String> names = new ArrayList<>();
    for (String pair : value.split(";", 100)) {
      names.add(cookieName(pair.strip()));
    }
    return String.join("; ", names);
  }

  private String cookieName(String pair) {
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    return COOKIE_NAME.matcher(name).matches() ? masker.value(Shape.ID, name) : "<cookie>";
  }

  private String setCookie(String value) {
    String[] parts = value.split(";", 20);
    int length = parts[0].length() - parts[0].indexOf('=') - 1;
    StringBuilder shown = new StringBuilder(cookieName(parts[0].strip()));
    shown.append("=<").append(length).append(" characters>");
    for (String part : Arrays.asList(parts).subList(1, parts.length)) {
      String attribute = part.strip();
      int equals = attribute.indexOf('=');
      String name = equals < 0 ? attribute : attribute.substring(0, equals);
      if (COOKIE_ATTRIBUTES.contains(name.toLowerCase(Locale.ROOT))) {
        shown.append("; ").append(masker.text(attribute));
      }
    }
    return shown.toString();
  }

  /** The parameters of a form or a query. */
  List<String> parameters(@Nullable String encoded) {
    return encoded == null ? List.of() : masker.parameters(encoded);
  }

  /**
   * A body.
   *
   * @param ofError whether it is an error answer
   */
  List<String> body(@Nullable String contentType, byte[] body, boolean ofError) {
    if (body.length == 0) {
      return List.of();
    }
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    String text = utf8(body);
    if (text == null) {
      return List.of("<" + body.length + " bytes that are no text>");
    }
    String content = text.strip().replace("\uFEFF", "");
    if (content.isEmpty()) {
      return List.of("<" + body.length + " bytes of white space>");
    }
    if (content.charAt(0) == '{' || content.charAt(0) == '[') {
      return JsonText.lines(masker, content, ofError);
    }
    if (type.startsWith("application/x-www-form-urlencoded")) {
      return masker.parameters(content);
    }
    if (type.startsWith("application/jwt") || type.contains("+jwt")) {
      return List.of(masker.secret(content));
    }
    return List.of("<" + body.length + " bytes of text>" + title(content));
  }

  /** The title of a page, which mostly says what is wrong. */
  private String title(String content) {
    Matcher title = TITLE.matcher(content);
    return title.find() ? ", titled " + masker.text(title.group(1).strip()) : "";
  }

  private static @Nullable String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
