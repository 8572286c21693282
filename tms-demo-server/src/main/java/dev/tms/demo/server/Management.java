package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The management endpoints beside health.
 *
 * @param metrics answers {@code /metrics}; null for none
 * @param largeHeads called for each request with a large head
 * @param onMainPort who may read metrics without a management port; others get a 404
 */
public record Management(
    @Nullable HttpHandler metrics, Runnable largeHeads, Predicate<HttpServerExchange> onMainPort) {
  private static final String METRICS = "/metrics";

  public static final Management HEALTH_ONLY = new Management(null, () -> {}, exchange -> false);

  HttpHandler onMainPort(HttpHandler next) {
    return inFrontOf(next, onMainPort);
  }

  HttpHandler onItsOwnPort(HttpHandler next) {
    return inFrontOf(next, request -> true);
  }

  private HttpHandler inFrontOf(HttpHandler next, Predicate<HttpServerExchange> who) {
    if (metrics == null) {
      return next;
    }
    HttpHandler shown = Answers.forReads(metrics);
    return exchange -> {
      boolean isAsked = exchange.getRequestPath().equals(METRICS) && who.test(exchange);
      (isAsked ? shown : next).handleRequest(exchange);
    };
  }
}
