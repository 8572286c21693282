package dev.tms.demo.server;

import dev.tms.Tms;
import dev.tms.http.Body;
import dev.tms.http.Percent;
import dev.tms.http.Request;
import dev.tms.problem.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The service's endpoints. A request takes a thread when all of it is here, and its answer is
 * written without one: a client that sends or reads slowly costs a connection and nothing else.
 */
final class ServiceHandler implements HttpHandler {
  private final Tms tms;
  private final Executor threads;

  /**
   * Answers for this service.
   *
   * @param threads for the requests, each of which may wait for the provider or a store
   */
  ServiceHandler(Tms tms, Executor threads) {
    this.tms = tms;
    this.threads = threads;
  }

  /** Whether the request is for one of the service's endpoints. */
  boolean serves(HttpServerExchange exchange) {
    String path = Percent.decode(exchange.getRequestPath());
    return path != null && tms.serves(path);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) {
    String path = Percent.decode(exchange.getRequestPath());
    if (path == null) {
      Answers.send(exchange, ErrorCode.REQUEST_INVALID);
    } else if (tms.serves(path)) {
      RequestBody.read(exchange, body -> answer(exchange, path, body));
    } else if (RunningPage.isFor(exchange)) {
      RunningPage.send(exchange);
    } else {
      answer(exchange, path, new byte[0]); // there is nothing, which a front end may read, too
    }
  }

  private void answer(HttpServerExchange exchange, String path, byte[] body) {
    Request request = new UndertowRequest(exchange, path, Body.of(body));
    exchange.dispatch(
        threads, RequestIds.carried(dispatched -> Answers.send(dispatched, tms.handle(request))));
  }

  /** A request as the service sees it. */
  private record UndertowRequest(HttpServerExchange exchange, String path, Body body)
      implements Request {
    @Override
    public String method() {
      return exchange.getRequestMethod().toString();
    }

    @Override
    public @Nullable String query() {
      String query = exchange.getQueryString();
      return query.isEmpty() ? null : query;
    }

    @Override
    public List<String> headers(String name) {
      HeaderValues values = exchange.getRequestHeaders().get(name);
      return values == null ? List.of() : List.copyOf(values); // Undertow's equals no other list
    }
  }
}
