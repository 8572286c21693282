package dev.tms.demo.cli;

import dev.tms.config.TmsConfiguration;
import dev.tms.demo.cli.client.CliCommand;
import dev.tms.demo.nativeclient.Account;
import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.demo.nativeclient.NativeClient;
import dev.tms.demo.nativeclient.Trust;
import dev.tms.http.NetworkSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "native-client",
    description = {
      "Plays a native app at a service: signs in, retrieves tokens, logs out, prints each step.",
      "Exit code 1, with the reason, when a step does not go as it must."
    })
final class NativeClientCommand extends CliCommand implements Callable<Integer> {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = "the service's public URL")
  private URI url = URI.create("");

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "customer domain, such as acme.cloud.test")
  private @Nullable String domain;

  @Option(names = "--user", required = true, paramLabel = "USER", description = "user name")
  private String user = "";

  @Option(
      names = "--password",
      required = true,
      interactive = true,
      arity = "0..1",
      paramLabel = "PASSWORD",
      description = "the user's password; asked for where it is left out")
  private String password = "";

  @Option(
      names = "--front-end",
      paramLabel = "URL",
      description = {
        "where a login ends: the beginning of the front end's URL",
        "(default: wherever the service's callback redirects to)"
      })
  private @Nullable URI frontEnd;

  @ArgGroup private Certificates certificates = new Certificates();

  private static final class Certificates {
    @Option(
        names = "--trust",
        paramLabel = "FILE",
        description = "certificates to trust besides those of the JDK, PEM or DER")
    private @Nullable Path trust;

    @Option(names = "--insecure", description = "trusts every server: for trying out only")
    private boolean insecure;
  }

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "proxy on the way to all but this machine (default: the JDK's settings)")
  private @Nullable String proxy;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration whose Client.TrustedCertificates and Client.Proxy are used")
  private @Nullable Path config;

  NativeClientCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    if (url.getHost() == null || !("" + url.getScheme()).matches("https?")) {
      throw usage("--url must be an http or https URL: " + url);
    }
    if (domain != null && !domain.matches("[A-Za-z0-9.-]{1,253}")) {
      throw usage("--domain must be a host name such as acme.cloud.test: " + domain);
    }
    try {
      client().run(domain, new Account(user, password));
      return 0;
    } catch (ClientFailure e) {
      err().println("failed: " + e.withAdvice());
      return Main.FAILED;
    }
  }

  private NativeClient client() {
    HttpClient client =
        certificates.insecure
            ? HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(Trust.dangerouslyInEverybody())
                .build()
            : network().client(CONNECT_TIMEOUT);
    return new NativeClient(url, frontEnd, client, out());
  }

  private NetworkSettings network() {
    NetworkSettings network =
        config == null
            ? NetworkSettings.DEFAULT
            : TmsConfiguration.load(config, around.environment()).network();
    Path trust = certificates.trust;
    if (trust != null) {
      network = attempt("--trust", network, to -> to.withTrustedCertificates(trust));
    }
    String through = proxy;
    return through == null ? network : attempt("--proxy", network, to -> to.withProxy(through));
  }

  private NetworkSettings attempt(
      String option, NetworkSettings network, UnaryOperator<NetworkSettings> change) {
    try {
      return change.apply(network).requireUsable();
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }
}
