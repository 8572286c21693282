package dev.tms.demo.page;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.Set;

/** Accepts one host name only, against DNS rebinding. */
final class OwnHostOnly implements HttpHandler {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]");

  private final String host;
  private final HttpHandler next;

  OwnHostOnly(String host, HttpHandler next) {
    this.host = host;
    this.next = next;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String asked = exchange.getRequestHeaders().getFirst(Headers.HOST);
    if (host.equalsIgnoreCase(asked)) {
      next.handleRequest(exchange);
      return;
    }
    String port = host.substring(host.indexOf(':'));
    boolean isOtherName =
        asked != null && asked.endsWith(port) && LOOPBACK.contains(asked.replace(port, ""));
    if (isOtherName && exchange.getRequestMethod().equals(Methods.GET)) {
      // cookies are bound to the host name, so a login from another one would fail
      exchange.setStatusCode(StatusCodes.TEMPORARY_REDIRECT);
      exchange.getResponseHeaders().put(Headers.LOCATION, "http://" + host + "/");
      exchange.endExchange();
    } else {
      exchange.setStatusCode(421).setReasonPhrase("Misdirected Request"); // RFC 9110 15.5.20
      // an empty response waits for the rest of the request
      exchange.getResponseSender().send("The demonstration is at http://" + host + "/\n");
    }
  }
}
