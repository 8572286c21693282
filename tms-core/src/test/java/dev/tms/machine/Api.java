package dev.tms.machine;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** An API that takes the tokens it likes, and remembers what it was sent. */
final class Api implements AutoCloseable {
  /** One request, as it arrived. */
  record Seen(String method, List<String> authorization, String body) {}

  final List<Seen> seen = new CopyOnWriteArrayList<>();
  volatile Predicate<String> accepts = token -> true;
  volatile String refusal = "{\"error\":\"invalid_token\"}";
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  Api() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/invoices");
  }

  List<String> bodies() {
    return seen.stream().map(Seen::body).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      List<String> authorization =
          exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
      seen.add(new Seen(exchange.getRequestMethod(), List.copyOf(authorization), body));
      boolean accepted =
          authorization.size() == 1
              && authorization.get(0).startsWith("Bearer ")
              && accepts.test(authorization.get(0).substring(7));
      byte[] answer = (accepted ? "done " + body : refusal).getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(accepted ? 200 : 401, answer.length == 0 ? -1 : answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
