package dev.tms.demo.server;

import dev.tms.Readiness;
import dev.tms.Readiness.State;
import dev.tms.Tms;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The health of a server, which is that of its service while it serves. Thread-safe. */
public final class Health {
  private volatile @Nullable Tms serving;

  /** Returns the current state. Asks the store, which takes up to its timeout. */
  public Readiness.State state() {
    Tms service = serving;
    return service == null ? Readiness.State.DOWN : service.readiness().state();
  }

  /** Null means that the server accepts no requests. */
  void serving(@Nullable Tms service) {
    serving = service;
  }

  /**
   * {@code /health/live}: whether the process is alive; {@code /health/ready}: whether it should
   * receive requests.
   */
  static final class Handler implements HttpHandler {
    static final String PREFIX = "/health";

    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";

    private final Health health;
    private final Executor threads;

    Handler(Health health, Executor threads) {
      this.health = health;
      this.threads = threads;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
      String path = exchange.getRequestPath();
      exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
      if (!path.equals(LIVE) && !path.equals(READY)) {
        exchange.setStatusCode(StatusCodes.NOT_FOUND).endExchange();
      } else if (!Answers.isRead(exchange)) {
        Answers.refuseMethod(exchange);
      } else if (path.equals(READY) && exchange.isInIoThread()) {
        exchange.dispatch(threads, this); // a store may take its time
      } else {
        State state = path.equals(LIVE) ? State.UP : health.state();
        exchange.setStatusCode(
            state == State.DOWN ? StatusCodes.SERVICE_UNAVAILABLE : StatusCodes.OK);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send("{\"status\":\"" + state.wire() + "\"}");
      }
    }
  }
}
