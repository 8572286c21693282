package dev.tms.demo.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tms.text.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An admin interface that keeps what it is given, a registration endpoint with its management, and
 * a token endpoint.
 */
final class StubProvider implements AutoCloseable {
  static final String TOKEN = "the-token";

  final Map<String, Map<String, Object>> kept = new ConcurrentHashMap<>();
  final List<String> writes = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  StubProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String method = exchange.getRequestMethod();
      if (path.equals("/token")) {
        send(
            exchange,
            200,
            Map.of("access_token", TOKEN, "token_type", "Bearer", "expires_in", 300));
        return;
      }
      boolean open = path.equals("/open/register");
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (!open && !("Bearer " + TOKEN).equals(authorization)) {
        send(exchange, 401, Map.of("error", "invalid_token"));
        return;
      }
      if (method.equals("GET")) {
        Map<String, Object> found = kept.get(path);
        send(exchange, found == null ? 404 : 200, found == null ? Map.of() : found);
        return;
      }
      if (method.equals("DELETE")) {
        kept.remove(path);
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      Map<String, Object> body =
          new LinkedHashMap<>(Json.read(exchange.getRequestBody().readAllBytes()).orElseThrow());
      writes.add(method + " " + path);
      if (path.endsWith("/register")) {
        body.put("client_id", "made-by-the-provider");
        body.put("client_secret", "of-the-answer");
        body.put("registration_access_token", TOKEN);
        body.put("registration_client_uri", url() + path + "/made-by-the-provider");
        kept.put(path + "/made-by-the-provider", body);
        send(exchange, 201, body);
        return;
      }
      if (path.contains("/register/")) {
        kept.put(path, body);
        send(exchange, 200, body);
        return;
      }
      Object name = body.getOrDefault("clientId", body.get("name"));
      if ("refused".equals(name)) {
        send(exchange, 400, Map.of("title", "no such luck"));
        return;
      }
      kept.put(path + "/" + name, body);
      send(exchange, method.equals("POST") ? 201 : 200, body);
    }
  }

  private static void send(HttpExchange exchange, int status, Map<String, Object> body)
      throws IOException {
    byte[] bytes = Json.write(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
