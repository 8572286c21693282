package dev.tms.demo.page;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.CookieImpl;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/** Identifies browsers, so that each sees only its own exchanges. */
final class BrowserCookie {
  static final String NAME = "demo-browser";

  private static final int BYTES = 16;
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_-]{22}");

  private BrowserCookie() {}

  /** Empty if the browser has not opened the page. */
  static Optional<String> find(HttpServerExchange exchange) {
    HeaderValues fields = exchange.getRequestHeaders().get(Headers.COOKIE);
    if (fields == null) {
      return Optional.empty();
    }
    // Undertow's parser throws if any cookie of the host is malformed
    return fields.stream()
        .flatMap(field -> Arrays.stream(field.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(NAME + "="))
        .map(pair -> pair.substring(NAME.length() + 1))
        .filter(value -> VALUE.matcher(value).matches())
        .findFirst();
  }

  static void giveTo(HttpServerExchange exchange, SecureRandom random) {
    if (find(exchange).isPresent()) {
      return;
    }
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    CookieImpl cookie = new CookieImpl(NAME, name);
    cookie.setPath("/").setHttpOnly(true).setSameSiteMode("Lax");
    exchange.setResponseCookie(cookie);
  }
}
