package dev.tms.demo.page;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Shortens secrets so that they are recognizable but useless. */
final class Redaction {
  private static final int SHOWN = 6;

  private static final Set<String> OPEN =
      Set.of(
          "client_id",
          "code_challenge_method",
          "error",
          "force",
          "iss",
          "post_logout_redirect_uri",
          "prompt",
          "redirect_uri",
          "response_mode",
          "response_type",
          "returnUrl",
          "scope");

  private Redaction() {}

  static String header(String name, String value) {
    return switch (name) {
      case "Cookie" ->
          Arrays.stream(value.split(";\\s*"))
              .filter(pair -> !pair.startsWith(BrowserCookie.NAME + "=")) // the page's own
              .map(Redaction::cookie)
              .collect(Collectors.joining("; "));
      case "Set-Cookie" -> setCookie(value);
      case "Location" -> url(value);
      case "RequestVerificationToken" -> abbreviated(value);
      default -> value;
    };
  }

  static String url(String url) {
    int query = url.indexOf('?');
    if (query < 0) {
      return url;
    }
    return Arrays.stream(url.substring(query + 1).split("&"))
        .map(Redaction::parameter)
        .collect(Collectors.joining("&", url.substring(0, query + 1), ""));
  }

  static String abbreviated(String value) {
    return value.length() <= 2 * SHOWN ? value : value.substring(0, SHOWN) + "…";
  }

  private static String parameter(String parameter) {
    int equals = parameter.indexOf('=');
    boolean isOpen = equals < 0 || OPEN.contains(parameter.substring(0, equals));
    return isOpen
        ? parameter
        : parameter.substring(0, equals + 1) + abbreviated(parameter.substring(equals + 1));
  }

  private static String setCookie(String value) {
    int semicolon = value.indexOf(';');
    return semicolon < 0
        ? cookie(value)
        : cookie(value.substring(0, semicolon)) + value.substring(semicolon);
  }

  private static String cookie(String pair) {
    int equals = pair.indexOf('=');
    int length = pair.length() - equals - 1;
    return equals < 0 || length <= 2 * SHOWN
        ? pair
        : pair.substring(0, equals + 1 + SHOWN) + "… (" + length + " characters)";
  }
}
