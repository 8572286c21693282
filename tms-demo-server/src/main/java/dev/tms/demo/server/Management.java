package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What operators are shown besides health.
 *
 * @param metrics answers {@code /metrics}; null: no one does
 * @param largeHeads is informed of each request with a large head
 * @param onMainPort who gets it where there is no management port; everyone else finds nothing
 */
public record Management(
    @Nullable HttpHandler metrics, Runnable largeHeads, Predicate<HttpServerExchange> onMainPort) {
  private static final String METRICS = "/metrics";

  public static final Management HEALTH_ONLY = new Management(null, () -> {}, exchange -> false);

  /** These metrics, to those who may have them; for all other requests, what comes next. */
  HttpHandler onMainPort(HttpHandler next) {
    return inFrontOf(next, onMainPort);
  }

  /** These metrics for everyone, and for all other paths what comes next. */
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
