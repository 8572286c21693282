package dev.tms.demo.server;

import dev.tms.InvalidConfigurationException;
import dev.tms.Tms;
import dev.tms.http.PublicUrl;
import io.undertow.Handlers;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A running server. Thread-safe. */
public final class TmsServer implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(25);

  private static final HttpString NO_SNIFF = new HttpString("X-Content-Type-Options");
  private static final HttpString REFERRER_POLICY = new HttpString("Referrer-Policy");
  private static final String ONE_YEAR = "max-age=31536000";

  private final Tms tms;
  private final Health health;
  private final ExecutorService requestThreads = RequestThreads.forRequests();
  private final ExecutorService healthThreads = RequestThreads.forHealth();
  private final GracefulShutdownHandler requests;
  private final Listener main;
  private final Optional<Listener> management;
  private final AtomicBoolean closed = new AtomicBoolean();

  private TmsServer(
      Tms tms,
      Binding binding,
      Health health,
      UnaryOperator<HttpHandler> site,
      Management management) {
    this.tms = tms;
    this.health = health;
    HttpHandler healthHandler = RequestBody.dropped(new Health.Handler(health, healthThreads));
    ServiceHandler service = new ServiceHandler(tms, requestThreads);
    this.requests = Handlers.gracefulShutdown(site.apply(service));
    Integer managementPort = binding.managementPort();
    HttpHandler all =
        managementPort == null
            ? management.onMainPort(
                Handlers.path(requests).addPrefixPath(Health.Handler.PREFIX, healthHandler))
            : requests;
    this.main =
        new Listener(
            binding.host(),
            binding.port(),
            binding.tls(),
            guarded(
                new LargeHeads(all, management.largeHeads()),
                service::serves,
                isPublic(tms.publicUrl())),
            Runtime.getRuntime().availableProcessors());
    // separate threads, so that operators get responses under load
    this.management =
        Optional.ofNullable(managementPort)
            .map(
                port ->
                    new Listener(
                        binding.managementHost(),
                        port,
                        null,
                        guarded(
                            management.onItsOwnPort(
                                Handlers.path(healthHandler)
                                    .addExactPath(
                                        ForgetProvider.PATH,
                                        RequestBody.dropped(
                                            new ForgetProvider(
                                                tms::forgetProvider, System::nanoTime)))),
                            every -> true,
                            false),
                        1));
  }

  /**
   * Starts a server for this service, which is closed with it. {@code site} adds handlers in front
   * of the service.
   *
   * @throws InvalidConfigurationException if a port is unavailable
   */
  public static TmsServer start(
      Tms tms,
      Binding binding,
      Health health,
      UnaryOperator<HttpHandler> site,
      Management management) {
    TmsServer server = new TmsServer(tms, binding, health, site, management);
    try {
      server.management.ifPresent(own -> listen(own, true));
      listen(server.main, false);
    } catch (RuntimeException e) {
      server.stop();
      throw e;
    }
    health.serving(tms);
    return server;
  }

  /**
   * Accepts no more requests, waits for those in progress, stops, and closes the service.
   * Idempotent.
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
    main.close();
    management.ifPresent(Listener::close);
    requestThreads.shutdown();
    healthThreads.shutdown();
  }

  private static void listen(Listener listener, boolean isManagement) {
    try {
      listener.open();
    } catch (IOException e) {
      String host = isManagement ? "Server.ManagementHost" : "Server.Host";
      String port = isManagement ? "Server.ManagementPort" : "Server.Port";
      String reason =
          "cannot listen on port %d of %s: %s"
              .formatted(listener.port(), listener.host(), reason(e, host));
      throw new InvalidConfigurationException(
          e instanceof UnknownHostException ? host : port, reason);
    }
  }

  private static String reason(IOException e, String host) {
    if (e instanceof BindException) {
      return "the port is in use, or " + host + " is not an address of this machine";
    }
    if (e instanceof UnknownHostException) {
      return "no such host";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static RequestPace guarded(
      HttpHandler next, Predicate<HttpServerExchange> isEndpoint, boolean isPublic) {
    HttpHandler sound = new SoundRequests(next);
    return new RequestPace(
        RequestIds.named(
            Handlers.httpContinueRead(
                exchange -> {
                  exchange.addResponseCommitListener(answered -> guard(answered, isPublic));
                  sound.handleRequest(exchange);
                })),
        isEndpoint);
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
   * Whether browsers use https under a public name (RFC 6797). Subdomains are unknown, so
   * includeSubDomains is left to operators.
   */
  private static boolean isPublic(PublicUrl url) {
    String host = URI.create(url.toString()).getHost();
    boolean isLocal =
        PublicUrl.isLoopbackHost(host) || host.toLowerCase(Locale.ROOT).endsWith(".localhost");
    return url.isSecure() && !isLocal;
  }
}
