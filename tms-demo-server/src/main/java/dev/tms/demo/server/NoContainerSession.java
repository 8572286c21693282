package dev.tms.demo.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.SessionConfig;
import org.jspecify.annotations.Nullable;

/**
 * The service has no {@code HttpSession}. Undertow would look for one in each request, and refuses
 * with 500 any cookies of other applications on this host that it cannot read.
 */
final class NoContainerSession implements SessionConfig {
  @Override
  public void setSessionId(HttpServerExchange exchange, String sessionId) {
    // no session, no cookie
  }

  @Override
  public void clearSession(HttpServerExchange exchange, String sessionId) {
    // no session, no cookie
  }

  @Override
  public @Nullable String findSessionId(HttpServerExchange exchange) {
    return null;
  }

  @Override
  public SessionCookieSource sessionCookieSource(HttpServerExchange exchange) {
    return SessionCookieSource.NONE;
  }

  @Override
  public String rewriteUrl(String originalUrl, String sessionId) {
    return originalUrl;
  }
}
