package dev.tms.demo.server;

import dev.tms.Tms;
import dev.tms.http.PublicUrl;
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
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * A running server. Thread-safe; {@link #close} lets the requests in progress end before it stops.
 */
public final class TmsServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(25);

  private static final int MAX_PARAMETERS = 100;
  private static final int MAX_COOKIES = 100;
  private static final long MAX_BODY_BYTES = 256 * 1024;
  private static final int PARSE_MILLIS = 10_000;
  private static final int IDLE_MILLIS = 60_000;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final int BUFFERS = 1000;
  private static final int MAX_STREAMS = 100;

  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
  private static final String ONE_YEAR = "max-age=31536000";

  private final Tms tms;
  private final Health health;
  private final ExecutorService requestThreads = RequestThreads.forRequests();
  private final ExecutorService healthThreads = RequestThreads.forHealth();
  private final GracefulShutdownHandler requests;
  private final Undertow main;
  private final Optional<Undertow> management;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TmsServer(
      Tms tms,
      Binding binding,
      Health health,
      UnaryOperator<HttpHandler> site,
      Management management) {
    this.tms = tms;
    this.health = health;
    HttpHandler healthHandler = new HealthHandler(health, healthThreads);
    ServiceHandler service = new ServiceHandler(tms, requestThreads);
    this.requests = Handlers.gracefulShutdown(site.apply(service));
    Integer managementPort = binding.managementPort();
    HttpHandler all =
        managementPort == null
            ? management.onMainPort(
                Handlers.path(requests).addPrefixPath(HealthHandler.PREFIX, healthHandler))
            : requests;
    this.main =
        undertow(
            listener(binding.host(), binding.port(), binding.tls()),
            guarded(
                new LargeHeads(all, management.largeHeads()),
                service::serves,
                isPublic(tms.publicUrl())),
            binding.tls() != null,
            Runtime.getRuntime().availableProcessors());
    // threads of its own: whatever happens at the main port, operators get their answers
    this.management =
        Optional.ofNullable(managementPort)
            .map(
                port ->
                    undertow(
                        listener(binding.managementHost(), port, null),
                        guarded(
                            management.onItsOwnPort(
                                Handlers.path(healthHandler)
                                    .addExactPath(
                                        ForgetProvider.PATH,
                                        new ForgetProvider(tms::forgetProvider, System::nanoTime))),
                            every -> true,
                            false),
                        false,
                        1));
  }

  /** As the other, with health for operators alone. */
  public static TmsServer start(
      Tms tms, Binding binding, Health health, UnaryOperator<HttpHandler> site) {
    return start(tms, binding, health, site, Management.HEALTH_ONLY);
  }

  /**
   * Starts a server for this service, which it closes when it stops.
   *
   * @param health is told when the server serves
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
    HeadLimit.establish();
    TmsServer server = new TmsServer(tms, binding, health, site, management);
    try {
      server.management.ifPresent(own -> listen(own, true, binding));
      listen(server.main, false, binding);
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
    health.serving(tms);
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
    health.serving(null);
    requests.shutdown();
    try {
      requests.awaitShutdown(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stop();
    tms.close();
  }

  private void stop() {
    main.stop();
    management.ifPresent(Undertow::stop);
    requestThreads.shutdown();
    healthThreads.shutdown();
  }

  private static void listen(Undertow undertow, boolean isManagement, Binding binding) {
    try {
      undertow.start();
    } catch (RuntimeException e) {
      String host = isManagement ? binding.managementHost() : binding.host();
      Integer port = isManagement ? binding.managementPort() : Integer.valueOf(binding.port());
      if (port != null && e.getCause() instanceof IOException reason) {
        throw new PortTakenException(isManagement, host, port, reason(reason));
      }
      throw e;
    }
  }

  private static String reason(IOException e) {
    if (e instanceof BindException) {
      return "it is in use, or not of this machine";
    }
    if (e instanceof UnknownHostException) {
      return "no such host";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  /** What every request is checked for, and what every answer says, whoever gives it. */
  private static HttpHandler guarded(
      HttpHandler next, Predicate<HttpServerExchange> isEndpoint, boolean isPublic) {
    HttpHandler sound = new SoundRequests(new RequestPace(next, isEndpoint));
    return RequestIds.named(
        Handlers.httpContinueRead(
            exchange -> {
              exchange.addResponseCommitListener(answered -> guard(answered, isPublic));
              sound.handleRequest(exchange);
            }));
  }

  private static void guard(HttpServerExchange exchange, boolean isPublic) {
    HeaderMap headers = exchange.getResponseHeaders();
    headers.put(NO_SNIFF, "nosniff");
    headers.put(REFERRER_POLICY, "no-referrer");
    if (isPublic) {
      headers.put(Headers.STRICT_TRANSPORT_SECURITY, ONE_YEAR);
    }
  }

  /**
   * Whether browsers reach it by https under a name of its own (RFC 6797). On a developer's machine
   * the other ports of the name may well speak http. Of other names below this one nothing is known
   * here, so that includeSubDomains is for the operator.
   */
  private static boolean isPublic(PublicUrl url) {
    String host = URI.create(url.toString()).getHost();
    return url.isSecure() && !PublicUrl.isLoopbackHost(host);
  }

  private static ListenerBuilder listener(String host, int port, @Nullable SSLContext tls) {
    ListenerBuilder listener = new ListenerBuilder().setHost(host).setPort(port);
    return tls == null
        ? listener.setType(ListenerType.HTTP)
        : listener
            .setType(ListenerType.HTTPS)
            .setSslContext(tls)
            .setOverrideSocketOptions(TlsKeys.OPTIONS);
  }

  private static Undertow undertow(
      ListenerBuilder listener, HttpHandler handler, boolean http2, int ioThreads) {
    return Undertow.builder()
        .addListener(listener.setRootHandler(handler))
        // no cache per thread: with a thread for each request it would only grow
        .setByteBufferPool(new DefaultByteBufferPool(true, BUFFER_BYTES, BUFFERS, 0))
        .setIoThreads(Math.max(1, ioThreads))
        // for what Undertow does itself: requests have threads of their own
        .setWorkerThreads(Math.max(2, ioThreads))
        .setSocketOption(Options.READ_TIMEOUT, IDLE_MILLIS)
        .setSocketOption(Options.WRITE_TIMEOUT, IDLE_MILLIS)
        .setServerOption(UndertowOptions.ENABLE_HTTP2, http2)
        .setServerOption(UndertowOptions.HTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MAX_STREAMS)
        .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HeadLimit.BYTES)
        .setServerOption(UndertowOptions.MAX_HEADERS, HeadLimit.MAX_HEADERS)
        .setServerOption(UndertowOptions.MAX_PARAMETERS, MAX_PARAMETERS)
        .setServerOption(UndertowOptions.MAX_COOKIES, MAX_COOKIES)
        .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, MAX_BODY_BYTES)
        .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, PARSE_MILLIS)
        .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_MILLIS)
        // what was sent is what is checked, and decoded once, here
        .setServerOption(UndertowOptions.DECODE_URL, false)
        .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
        .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
        .build();
  }
}
