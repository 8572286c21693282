package dev.tms.demo.server;

import dev.tms.Tms;
import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Serves the endpoints. A complete request takes a thread if its response needs to wait for
 * something, and is otherwise answered on the I/O thread. Responses are written without a thread,
 * so that slow clients only occupy a connection.
 */
final class ServiceHandler implements HttpHandler {
  // the response at / if nothing else is there
  private static final Response RUNNING =
      Response.status(200)
          .header("Cache-Control", "no-store")
          .header(
              "Content-Security-Policy",
              "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors"
                  + " 'none'")
          .body("text/html; charset=utf-8", running())
          .build();

  private static byte[] running() {
    try (InputStream page = ServiceHandler.class.getResourceAsStream("running.html")) {
      return Objects.requireNonNull(page, "running.html").readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final Tms tms;
  private final Executor threads;

  ServiceHandler(Tms tms, Executor threads) {
    this.tms = tms;
    this.threads = threads;
  }

  boolean serves(HttpServerExchange exchange) {
    String path = Request.decodePath(exchange.getRequestPath());
    return path != null && tms.serves(path);
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    String path = Request.decodePath(exchange.getRequestPath());
    if (path == null) {
      Answers.send(exchange, ErrorCode.REQUEST_INVALID);
    } else if (tms.serves(path)) {
      RequestBody.read(exchange, (arrived, body) -> answer(arrived, path, body));
    } else if (path.equals("/") && Answers.isRead(exchange)) {
      Answers.send(exchange, RUNNING);
    } else {
      answer(exchange, path, new byte[0]); // there is nothing, which a front end may read, too
    }
  }

  private void answer(HttpServerExchange exchange, String path, byte[] body) {
    Request request = new UndertowRequest(exchange, path, Body.of(body));
    Optional<Response> atOnce = tms.handleWithoutBlocking(request);
    if (atOnce.isPresent()) {
      Answers.send(exchange, atOnce.get());
    } else {
      exchange.dispatch(
          threads, RequestIds.carried(dispatched -> Answers.send(dispatched, tms.handle(request))));
    }
  }

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
