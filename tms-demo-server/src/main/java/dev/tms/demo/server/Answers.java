package dev.tms.demo.server;

import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.nio.ByteBuffer;
import java.util.Set;

/** Writes responses without blocking on slow clients. */
final class Answers {
  // other handlers may have added values of these
  private static final Set<HttpString> MANY = Set.of(Headers.SET_COOKIE, Headers.VARY);

  private Answers() {}

  static boolean isRead(HttpServerExchange exchange) {
    return exchange.getRequestMethod().equals(Methods.GET)
        || exchange.getRequestMethod().equals(Methods.HEAD);
  }

  static HttpHandler forReads(HttpHandler next) {
    return RequestBody.dropped(
        exchange -> {
          if (isRead(exchange)) {
            next.handleRequest(exchange);
          } else {
            refuseMethod(exchange);
          }
        });
  }

  static void refuseMethod(HttpServerExchange exchange) {
    exchange.setStatusCode(StatusCodes.METHOD_NOT_ALLOWED);
    exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD");
    exchange.endExchange();
  }

  static void send(HttpServerExchange exchange, ErrorCode error) {
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    send(exchange, Response.problem(error));
  }

  static void send(HttpServerExchange exchange, Response answer) {
    exchange.setStatusCode(answer.status());
    HeaderMap headers = exchange.getResponseHeaders();
    for (Header header : answer.headers()) {
      HttpString name = HttpString.tryFromString(header.name());
      if (MANY.contains(name)) {
        headers.add(name, header.value());
      } else {
        headers.put(name, header.value());
      }
    }
    if (answer.body().length == 0) {
      exchange.endExchange();
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(answer.body()));
    }
  }
}
