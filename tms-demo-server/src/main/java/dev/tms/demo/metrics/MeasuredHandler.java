package dev.tms.demo.metrics;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

final class MeasuredHandler implements HttpHandler {
  // paths are unbounded, so all others share one series
  private static final Set<String> ROUTES =
      Set.of(
          "beginlogin",
          "callback",
          "loggedout",
          "signout-callback-oidc",
          "logout",
          "backchannellogout",
          "frontchannellogout",
          "checksession",
          "retrievetoken",
          "retrieveaccesstoken",
          "user",
          "list",
          "logouteverywhere",
          "redeem");

  private final HttpHandler next;
  private final Meters meters;

  MeasuredHandler(HttpHandler next, Meters meters) {
    this.next = next;
    this.meters = meters;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    long begin = System.nanoTime();
    String route = route(exchange.getRequestPath());
    // up to the response headers, because the client's reading speed is not the server's
    exchange.addResponseCommitListener(
        answered -> {
          String status = answered.getStatusCode() / 100 + "xx";
          meters
              .timer(Meter.HTTP_REQUEST, route, status)
              .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
        });
    next.handleRequest(exchange);
  }

  static String route(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    if (lower.contains("/session/list/")) {
      return "list";
    }
    String last = lower.substring(lower.lastIndexOf('/') + 1);
    return ROUTES.contains(last) ? last : Meters.Labels.OTHER;
  }
}
