package dev.tms.demo.server;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code POST /admin/forget-provider} on the management port: the provider's metadata and keys are
 * fetched again at their next use, at most once a second. Header {@code TMS-Admin: 1} and the
 * absence of {@code Origin} prevent CSRF. Thread-safe.
 */
final class ForgetProvider implements HttpHandler {
  static final String PATH = "/admin/forget-provider";

  private static final HttpString ADMIN = new HttpString("TMS-Admin");
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(1);

  private final Runnable forget;
  private final LongSupplier nanos;
  private long last; // guarded by this
  private boolean used; // guarded by this

  ForgetProvider(Runnable forget, LongSupplier nanos) {
    this.forget = forget;
    this.nanos = nanos;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    HeaderMap answer = exchange.getResponseHeaders();
    answer.put(Headers.CACHE_CONTROL, "no-store");
    if (!exchange.getRequestMethod().equals(Methods.POST)) {
      answer.put(Headers.ALLOW, "POST");
      say(exchange, StatusCodes.METHOD_NOT_ALLOWED, "Use POST.");
    } else if (!isOperator(exchange.getRequestHeaders())) {
      say(
          exchange,
          StatusCodes.FORBIDDEN,
          "Send the header TMS-Admin: 1, and no Origin: this is not for pages.");
    } else if (!tryTake()) {
      answer.put(Headers.RETRY_AFTER, "1");
      say(exchange, StatusCodes.TOO_MANY_REQUESTS, "Try again in a second.");
    } else {
      forget.run();
      exchange.setStatusCode(StatusCodes.NO_CONTENT).endExchange();
    }
  }

  private static boolean isOperator(HeaderMap headers) {
    HeaderValues admin = headers.get(ADMIN);
    return admin != null
        && admin.size() == 1
        && admin.getFirst().equals("1")
        && !headers.contains(Headers.ORIGIN);
  }

  private synchronized boolean tryTake() {
    long now = nanos.getAsLong();
    if (used && now - last < BETWEEN) {
      return false;
    }
    used = true;
    last = now;
    return true;
  }

  private static void say(HttpServerExchange exchange, int status, String text) {
    exchange.setStatusCode(status);
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; charset=utf-8");
    exchange.getResponseSender().send(text + "\n");
  }
}
