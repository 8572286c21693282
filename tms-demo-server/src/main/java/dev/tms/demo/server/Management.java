package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The management endpoints beside health. {@code onMainPort} decides who may read {@code /metrics}
 * without a management port.
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
