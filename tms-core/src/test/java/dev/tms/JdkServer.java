package dev.tms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tms.contract.RunningService;
import dev.tms.contract.ServiceSetup;
import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Request.Body;
import dev.tms.http.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A bridge from the JDK's HTTP server to the service, for tests. */
public final class JdkServer implements RunningService {
  private final HttpServer server;
  private final ExecutorService threads;

  private JdkServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /** Serves what the setup builds on a free port. */
  public static JdkServer start(ServiceSetup setup) {
    // without this the JDK's server sends header and body in two packets, 40 ms apart
    System.setProperty("sun.net.httpserver.nodelay", "true");
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ExecutorService threads = Executors.newCachedThreadPool(JdkServer::daemon);
      JdkServer started = new JdkServer(server, threads);
      Tms tms = setup.build(started.origin());
      server.setExecutor(threads);
      server.createContext("/", exchange -> answer(exchange, tms.handle(new Bridge(exchange))));
      server.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "jdk-server");
    thread.setDaemon(true);
    return thread;
  }

  private static void answer(HttpExchange exchange, Response response) throws IOException {
    for (Header header : response.headers()) {
      exchange.getResponseHeaders().add(header.name(), header.value());
    }
    byte[] body = response.body();
    exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public String origin() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private record Bridge(HttpExchange exchange) implements Request {
    @Override
    public String method() {
      return exchange.getRequestMethod();
    }

    @Override
    public String path() {
      return exchange.getRequestURI().getPath();
    }

    @Override
    public String query() {
      return exchange.getRequestURI().getRawQuery();
    }

    @Override
    public List<String> headers(String name) {
      return exchange.getRequestHeaders().getOrDefault(name, List.of());
    }

    @Override
    public Body body() {
      return Body.of(exchange::getRequestBody);
    }
  }
}
