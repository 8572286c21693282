package dev.tms.demo.page;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.Cookie;
import io.undertow.server.handlers.CookieImpl;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Tells browsers apart, so that each sees its own exchanges. */
final class BrowserCookie {
  static final String NAME = "demo-browser";

  private static final int BYTES = 16;
  private static final int LENGTH = 22;

  private BrowserCookie() {}

  /** The browser of a request; empty where the page has not been there yet. */
  static Optional<String> find(HttpServerExchange exchange) {
    Cookie sent = exchange.getRequestCookie(NAME);
    return Optional.ofNullable(sent).map(Cookie::getValue).filter(v -> v.length() == LENGTH);
  }

  /** Gives the browser a name where it has none. */
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
