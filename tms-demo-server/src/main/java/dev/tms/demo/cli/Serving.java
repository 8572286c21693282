package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.Tms;
import dev.tms.TmsBuilder;
import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.ServerSettings;
import dev.tms.demo.page.Demo;
import dev.tms.demo.server.Binding;
import dev.tms.demo.server.SelfSigned;
import dev.tms.demo.server.TlsKeys;
import dev.tms.demo.server.TmsServer;
import dev.tms.demo.store.Stores;
import dev.tms.http.PublicUrl;
import dev.tms.token.Secret;
import io.undertow.server.HttpHandler;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A running service. Thread-safe. */
final class Serving implements AutoCloseable {
  private final String publicUrl;
  private final TmsServer server;
  private final Runnable afterwards;
  private final CountDownLatch ended = new CountDownLatch(1);

  private Serving(String publicUrl, TmsServer server, Runnable afterwards) {
    this.publicUrl = publicUrl;
    this.server = server;
    this.afterwards = afterwards;
  }

  /**
   * Creates the service of a configuration file. Without {@code trace}, exchanges with the provider
   * are not recorded.
   *
   * @throws InvalidConfigurationException with all problems
   */
  static Serving configured(
      Path file,
      Map<String, String> environment,
      PrintWriter err,
      @Nullable Consumer<String> trace) {
    TmsConfiguration configuration = TmsConfiguration.load(file, environment);
    configuration.notices().forEach(err::println);
    // refuses a file with machine clients only before anything is created
    var unused = configuration.client();
    ServerSettings settings = configuration.server();
    SSLContext tls = settings.listensWithTls() ? tls(configuration, err) : null;
    Binding binding =
        new Binding(
            settings.host(),
            settings.port(),
            settings.managementHost(),
            settings.managementPort(),
            tls);
    String host = URI.create(settings.publicUrl().toString()).getHost();
    Observed observed = new Observed(settings.metrics(), PublicUrl.isLoopbackHost(host), trace);
    try {
      Tms tms = configuration.toTms(builder -> observed.in(withStore(builder, configuration)));
      TmsServer server = start(tms, binding, observed, UnaryOperator.identity());
      return new Serving(settings.publicUrl().toString(), server, observed::close);
    } catch (RuntimeException e) {
      observed.close();
      throw e;
    }
  }

  private static TmsBuilder withStore(TmsBuilder builder, TmsConfiguration configuration) {
    return configuration
        .sharedStore()
        .map(shared -> builder.store(base -> Stores.open(shared, base)))
        .orElse(builder);
  }

  /** Without {@code metrics}, only this machine may read metrics. */
  static Serving demo(
      int port, ServerSettings.@Nullable Metrics metrics, @Nullable Consumer<String> trace) {
    Demo demo = Demo.start(port, new SecureRandom());
    Observed observed =
        new Observed(metrics == null ? ServerSettings.Metrics.AUTO : metrics, true, trace);
    Runnable afterwards =
        () -> {
          observed.close();
          demo.close();
        };
    try {
      Tms tms = observed.in(demo.service()).build();
      Binding binding = Binding.clear("127.0.0.1", port);
      TmsServer server = start(tms, binding, observed, demo::inFrontOf);
      return new Serving(demo.publicUrl(), server, afterwards);
    } catch (InvalidConfigurationException e) {
      afterwards.run();
      Problem first = e.problems().get(0);
      throw new InvalidConfigurationException(
          first.path(), first.message() + "; take another with --port");
    } catch (RuntimeException e) {
      afterwards.run();
      throw e;
    }
  }

  private static TmsServer start(
      Tms tms, Binding binding, Observed observed, UnaryOperator<HttpHandler> site) {
    try {
      observed.built(tms);
      return TmsServer.start(
          tms,
          binding,
          observed.health(),
          service -> observed.around(site.apply(service)),
          observed.management());
    } catch (RuntimeException e) {
      tms.close();
      throw e;
    }
  }

  private static SSLContext tls(TmsConfiguration configuration, PrintWriter err) {
    ServerSettings settings = configuration.server();
    Path keyStore = settings.keyStore();
    if (keyStore != null) {
      return TlsKeys.load(keyStore, password(settings.keyStorePassword()));
    }
    Path beside = configuration.keysFile().toAbsolutePath().getParent();
    SelfSigned selfSigned =
        new SelfSigned(
            beside == null ? Path.of("").toAbsolutePath() : beside,
            InstantSource.system(),
            new SecureRandom());
    SSLContext tls = selfSigned.keysFor(URI.create(settings.publicUrl().toString()).getHost());
    if (selfSigned.created()) {
      err.println(
          "Server.KeyStore: made a certificate for a year; clients that are to trust it find it in "
              + selfSigned.certificate());
    }
    return tls;
  }

  private static char[] password(@Nullable Secret password) {
    return password == null ? new char[0] : password.reveal().toCharArray();
  }

  String publicUrl() {
    return publicUrl;
  }

  void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    server.close();
    afterwards.run();
    ended.countDown();
  }
}
