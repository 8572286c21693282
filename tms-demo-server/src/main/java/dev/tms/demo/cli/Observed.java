package dev.tms.demo.cli;

import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.demo.metrics.Metrics;
import dev.tms.demo.metrics.NearbyOnly;
import dev.tms.demo.server.BackgroundThreads;
import dev.tms.demo.server.Health;
import dev.tms.demo.server.Management;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Health, metrics, trace and log of a service. Not thread-safe. */
final class Observed implements AutoCloseable {
  private final Health health = new Health();
  private final BackgroundThreads threads = new BackgroundThreads();
  private final @Nullable Metrics metrics;
  private final Predicate<HttpServerExchange> onMainPort;
  private final @Nullable Consumer<String> trace;

  /** {@code isLocal}: whether the public URL is one of this machine. */
  Observed(ServerSettings.Metrics who, boolean isLocal, @Nullable Consumer<String> trace) {
    this.trace = trace;
    metrics = who == ServerSettings.Metrics.OFF ? null : new Metrics(InstantSource.system());
    if (who == ServerSettings.Metrics.ON) {
      onMainPort = request -> true;
    } else {
      // otherwise a proxy on this machine would make all requests local
      onMainPort = isLocal ? new NearbyOnly() : request -> false;
    }
  }

  TmsBuilder in(TmsBuilder service) {
    TmsBuilder observed = service.executor(threads);
    if (trace != null) {
      observed = observed.trace(trace);
    }
    return metrics == null ? observed : observed.quickListener(metrics.listener());
  }

  void built(Tms tms) {
    if (metrics != null) {
      metrics.showKeys(tms::keys);
      metrics.showHealth(() -> health.state().wire());
      String version = Main.version();
      metrics.showVersion(version == null ? "unknown" : version);
    }
  }

  HttpHandler around(HttpHandler site) {
    return metrics == null ? site : metrics.measured(site);
  }

  Health health() {
    return health;
  }

  Management management() {
    return metrics == null
        ? Management.HEALTH_ONLY
        : new Management(metrics.handler(), metrics.largeHeads(), onMainPort);
  }

  @Override
  public void close() {
    threads.close();
    if (metrics != null) {
      metrics.close();
    }
  }
}
