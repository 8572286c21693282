package dev.tms.demo.metrics;

import dev.tms.event.TmsListener;
import dev.tms.seal.Keys.KeyInfo;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmHeapPressureMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The metrics of a service and its process. Thread-safe. */
public final class Metrics implements AutoCloseable {
  private static final List<String> STATES = List.of("up", "degraded", "down");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final JvmHeapPressureMetrics heapPressure = new JvmHeapPressureMetrics();
  private final Meters meters = new Meters(registry);
  private final EventMeters events;
  private final MultiGauge keys;
  private final AtomicReference<@Nullable Supplier<List<KeyInfo>>> keySource =
      new AtomicReference<>();

  public Metrics(InstantSource clock) {
    events = new EventMeters(meters, clock);
    keys =
        MultiGauge.builder(Meter.KEYS.dotted())
            .description(Meter.KEYS.meaning())
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    gc.bindTo(registry);
    heapPressure.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmInfoMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  /** Returns the listener for the service. It never blocks. */
  public TmsListener listener() {
    return events;
  }

  public void showKeys(Supplier<List<KeyInfo>> source) {
    keySource.set(source);
  }

  /** Exposes the state: {@code up}, {@code degraded} or {@code down}. */
  public void showHealth(Supplier<String> state) {
    for (String one : STATES) {
      meters.gauge(Meter.HEALTH, () -> one.equals(state.get()) ? 1 : 0, one);
    }
  }

  public void showVersion(String version) {
    meters.gauge(Meter.INFO, () -> 1, version);
  }

  public HttpHandler measured(HttpHandler next) {
    return new MeasuredHandler(next, meters);
  }

  public Runnable largeHeads() {
    return () -> meters.count(Meter.HTTP_LARGE_HEADS);
  }

  public HttpHandler handler() {
    return this::send;
  }

  private void send(HttpServerExchange exchange) {
    if (exchange.isInIoThread()) {
      exchange.dispatch(this::send);
      return;
    }
    exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
    Text text = text(exchange.getRequestHeaders().getFirst(Headers.ACCEPT));
    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, text.contentType());
    exchange.getResponseSender().send(text.body());
  }

  Text text(@Nullable String accept) {
    Supplier<List<KeyInfo>> source = keySource.get();
    if (source != null) {
      keys.register(source.get().stream().map(Metrics::row).toList(), true);
    }
    String type =
        accept != null && accept.contains("application/openmetrics-text")
            ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
    return new Text(type, registry.scrape(type));
  }

  record Text(String contentType, String body) {}

  private static MultiGauge.Row<Number> row(KeyInfo key) {
    return MultiGauge.Row.of(
        Tags.of(
            Meter.KEYS.labels().get(0), Integer.toString(key.id()),
            Meter.KEYS.labels().get(1), key.status().name().toLowerCase(Locale.ROOT)),
        1);
  }

  @Override
  public void close() {
    gc.close();
    heapPressure.close();
    registry.close();
  }

  static final class MeasuredHandler implements HttpHandler {
    // paths are unbounded, so all others share one series
    private static final Set<String> ROUTES =
        Set.of(
            "beginlogin",
            "callback",
            "loggedout",
            "signout-callback-oidc",
            "logout",
            "backchannellogout",
            "frontchannellogout",
            "checksession",
            "retrievetoken",
            "retrieveaccesstoken",
            "user",
            "list",
            "logouteverywhere",
            "redeem");

    private final HttpHandler next;
    private final Meters meters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>(); // finding one is slow

    MeasuredHandler(HttpHandler next, Meters meters) {
      this.next = next;
      this.meters = meters;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
      long begin = System.nanoTime();
      String route = route(exchange.getRequestPath());
      // up to the response headers, because the client's reading speed is not the server's
      exchange.addResponseCommitListener(
          answered -> {
            String status = answered.getStatusCode() / 100 + "xx";
            timers
                .computeIfAbsent(
                    route + status, series -> meters.timer(Meter.HTTP_REQUEST, route, status))
                .record(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
          });
      next.handleRequest(exchange);
    }

    static String route(String path) {
      String lower = path.toLowerCase(Locale.ROOT);
      if (lower.contains("/session/list/")) {
        return "list";
      }
      String last = lower.substring(lower.lastIndexOf('/') + 1);
      return ROUTES.contains(last) ? last : Meters.Labels.OTHER;
    }
  }
}
