package dev.tms.demo.server;

import dev.tms.Tms;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.Undertow.ListenerBuilder;
import io.undertow.Undertow.ListenerType;
import io.undertow.UndertowOptions;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.HeaderMap;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;

/**
 * A running server. Thread-safe; {@link #close} lets the requests in progress end before it stops.
 */
public final class TmsServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(25);

  // the largest set of cookies that the service itself can have set is about 45 KiB
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_HEADERS = 100;
  private static final int MAX_PARAMETERS = 100;
  private static final int MAX_COOKIES = 100;
  private static final long MAX_BODY_BYTES = 256 * 1024;
  private static final int PARSE_MILLIS = 10_000;
  private static final int IDLE_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BUFFERS = 1000;
  // where requests wait on platform threads: for a provider that may take seconds
  private static final int MIN_WORKERS = 64;

  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");

  private final Tms tms;
  private final Health health;
  private final Application application;
  private final GracefulShutdownHandler requests;
  private final Undertow undertow;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TmsServer(
      Tms tms,
      Binding binding,
      Health health,
      UnaryOperator<HttpHandler> site,
      Management management) {
    this.tms = tms;
    this.health = health;
    this.application = new Application(tms);
    HttpHandler healthHandler = new HealthHandler(health);
    this.requests = Handlers.gracefulShutdown(site.apply(application.handler()));
    HttpHandler all =
        binding.managementPort() == null
            ? management.onMainPort(
                Handlers.path(requests).addPrefixPath(HealthHandler.PREFIX, healthHandler))
            : requests;
    this.undertow =
        undertow(binding, guarded(all), guarded(management.onItsOwnPort(healthHandler)));
  }

  /** As the other, with health for operators alone. */
  public static TmsServer start(
      Tms tms, Binding binding, Health health, UnaryOperator<HttpHandler> site) {
    return start(tms, binding, health, site, Management.HEALTH_ONLY);
  }

  /**
   * Starts a server for this service, which it closes when it stops.
   *
   * @param health is told when the server serves; give it to the service as a listener
   * @param site puts whatever else the server offers in front of the service
   * @param management what operators are shown besides health
   * @throws PortTakenException if a port cannot be listened on
   */
  public static TmsServer start(
      Tms tms,
      Binding binding,
      Health health,
      UnaryOperator<HttpHandler> site,
      Management management) {
    checkPorts(binding);
    TmsServer server = new TmsServer(tms, binding, health, site, management);
    try {
      server.undertow.start();
    } catch (RuntimeException e) {
      server.application.close();
      throw e.getCause() instanceof BindException taken
          ? new PortTakenException(false, binding.host(), binding.port(), reason(taken))
          : e;
    }
    health.serving(true);
    return server;
  }

  /**
   * Takes no more requests, waits for those in progress, and stops. Closes the service. Does
   * nothing the second time.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    health.serving(false);
    requests.shutdown();
    try {
      requests.awaitShutdown(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    undertow.stop();
    application.close();
    tms.close();
  }

  /** What every answer says, also those that neither the service nor a page gives. */
  private static HttpHandler guarded(HttpHandler next) {
    return RequestIds.named(
        exchange -> {
          exchange.addResponseCommitListener(TmsServer::guard);
          next.handleRequest(exchange);
        });
  }

  private static void guard(HttpServerExchange exchange) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(NO_SNIFF, "nosniff");
    headers.put(REFERRER_POLICY, "no-referrer");
  }

  private static Undertow undertow(Binding binding, HttpHandler handler, HttpHandler management) {
    SSLContext tls = binding.tls();
    ListenerBuilder main =
        new ListenerBuilder()
            .setHost(binding.host())
            .setPort(binding.port())
            .setRootHandler(handler)
            .setType(tls == null ? ListenerType.HTTP : ListenerType.HTTPS);
    if (tls != null) {
      main.setSslContext(tls)
          .setOverrideSocketOptions(
              OptionMap.create(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2")));
    }
    Undertow.Builder builder =
        Undertow.builder()
            .addListener(main)
            // no cache per thread: with a thread for each request it would only grow
            .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, BUFFERS, 0))
            .setWorkerThreads(Math.max(MIN_WORKERS, 8 * Runtime.getRuntime().availableProcessors()))
            .setSocketOption(Options.READ_TIMEOUT, IDLE_MILLIS)
            .setSocketOption(Options.WRITE_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.ENABLE_HTTP2, tls != null)
            .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
            .setServerOption(UndertowOptions.MAX_HEADERS, MAX_HEADERS)
            .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
            .setServerOption(UndertowOptions.MAX_COOKIES, MAX_COOKIES)
            .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
            .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
            .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
            .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false);
    Integer managementPort = binding.managementPort();
    if (managementPort != null) {
      builder.addListener(
          new ListenerBuilder()
              .setHost(binding.host())
              .setPort(managementPort)
              .setRootHandler(management)
              .setType(ListenerType.HTTP));
    }
    return builder.build();
  }

  /** Looks at the ports first, because of two that are taken Undertow does not say which. */
  private static void checkPorts(Binding binding) {
    checkPort(binding.host(), binding.port(), false);
    Integer managementPort = binding.managementPort();
    if (managementPort != null) {
      checkPort(binding.host(), managementPort, true);
    }
  }

  private static void checkPort(String host, int port, boolean management) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (BindException e) {
      throw new PortTakenException(management, host, port, "it is in use, or not of this machine");
    } catch (UnknownHostException e) {
      throw new PortTakenException(management, host, port, "no such host");
    } catch (IOException e) {
      throw new PortTakenException(management, host, port, reason(e));
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
