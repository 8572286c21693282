package dev.tms.testkit.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's HTTP server on the loopback interface, with one thread per request. Thread-safe. */
public final class LoopbackServer implements AutoCloseable {
  /** Handles requests, on many threads at once. */
  @FunctionalInterface
  public interface Handler {
    Reply handle(Incoming request);
  }

  private static final System.Logger log = System.getLogger(LoopbackServer.class.getName());
  private static final int MAX_BODY_BYTES = 1 << 20;

  static {
    // Otherwise the server sends header and body in two packets, and Nagle's algorithm delays each
    // response by 40 ms. The property is read once; a user's value takes precedence.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
    // Beyond 200 idle connections, the server closes connections that clients may be using. A long
    // suite has a browser, and so a connection, for every test.
    if (System.getProperty("sun.net.httpserver.maxIdleConnections") == null) {
      System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Binds the port, or a free one for 0; throws {@link UncheckedIOException} if it is taken.
   * Responses begin with {@link #serve}.
   */
  public static LoopbackServer bind(int port) {
    AtomicInteger number = new AtomicInteger();
    ExecutorService threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "testkit-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    try {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 128);
      server.setExecutor(threads);
      return new LoopbackServer(server, threads);
    } catch (IOException e) {
      threads.shutdown();
      throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
    }
  }

  public void serve(Handler handler) {
    server.createContext("/", exchange -> exchange(exchange, handler));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void exchange(HttpExchange exchange, Handler handler) throws IOException {
    try (exchange) {
      write(exchange, answer(exchange, handler));
    }
  }

  private static Reply answer(HttpExchange exchange, Handler handler) throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      return Reply.status(413);
    }
    Incoming request;
    try {
      request =
          new Incoming(
              exchange.getRequestMethod(), exchange.getRequestURI(), headers(exchange), body);
    } catch (IllegalArgumentException e) {
      return Reply.text(400, "text/plain", "malformed parameters");
    }
    try {
      return handler.handle(request);
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "testkit failed to answer " + request.path(), e);
      return Reply.text(500, "text/plain", "testkit failed: " + e);
    }
  }

  private static Map<String, List<String>> headers(HttpExchange exchange) {
    Map<String, List<String>> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
    return headers;
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.ending() == Reply.Ending.DROPPED) {
      return; // closing an exchange without an answer closes the connection
    }
    reply.writeHeaders(exchange.getResponseHeaders());
    byte[] body = reply.bytes();
    if (reply.ending() == Reply.Ending.CUT) {
      exchange.sendResponseHeaders(reply.status(), body.length + 64L);
      exchange.getResponseBody().write(body, 0, body.length / 2);
      exchange.getResponseBody().flush();
      return;
    }
    boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
