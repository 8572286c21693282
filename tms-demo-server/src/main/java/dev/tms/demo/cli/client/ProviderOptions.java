package dev.tms.demo.cli.client;

import dev.tms.config.TmsConfiguration;
import dev.tms.demo.cli.client.CliCommand.Surroundings;
import dev.tms.machine.MachineTokens;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.Spelling;
import dev.tms.registration.admin.AdminApi;
import dev.tms.registration.admin.ApplyPlan;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.RemoteCalls;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The address of a provider's interface and the token for it. */
final class ProviderOptions extends CliCommand.Options {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "where the provider's interface is: https, or http on this machine")
  private @Nullable URI url;

  @Option(names = "--token-file", paramLabel = "FILE", description = "holds the bearer token")
  private @Nullable Path tokenFile;

  @Option(
      names = "--machine",
      paramLabel = "NAME",
      description =
          "takes a token of this client in the section Machine of --config, instead of a file")
  private @Nullable String machine;

  @Mixin private Configuration configuration = new Configuration();

  boolean isGiven() {
    return url != null || hasToken();
  }

  boolean hasToken() {
    return tokenFile != null || machine != null;
  }

  URI url() {
    if (url == null) {
      throw usage("--url is missing");
    }
    return url;
  }

  RemoteCalls calls(Surroundings around) {
    return configuration.calls(around);
  }

  <T> T withTokens(Surroundings around, Function<BearerTokens, T> call) {
    if (tokenFile != null && machine == null) {
      return call.apply(BearerTokens.fromFile(tokenFile));
    }
    TmsConfiguration file = configuration.load(around);
    if (tokenFile != null || machine == null || file == null) {
      throw usage("one of --token-file FILE and --machine NAME --config FILE is needed");
    }
    String name = machine.toLowerCase(Locale.ROOT);
    if (!file.machineClients().contains(name)) {
      throw usage(
          "the section Machine has no client '%s', only %s"
              .formatted(machine, new TreeSet<>(file.machineClients())));
    }
    try (MachineTokens machines = file.machineTokens().build()) {
      return call.apply(BearerTokens.ofMachine(machines, name));
    }
  }

  /** Throws {@link CommandFailure} if the call failed. */
  static <T> T done(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T> done) {
      return done.value();
    }
    throw CommandFailure.failed(((CallOutcome.Failed<T>) outcome).problem().toString());
  }

  static final class Configuration {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description =
            "the service's configuration file: calls use its Client.Proxy and"
                + " Client.TrustedCertificates")
    private @Nullable Path config;

    @Nullable TmsConfiguration load(Surroundings around) {
      return config == null ? null : TmsConfiguration.load(config, around.environment());
    }

    RemoteCalls calls(Surroundings around) {
      TmsConfiguration configuration = load(around);
      return configuration == null
          ? RemoteCalls.standard()
          : RemoteCalls.through(configuration.network());
    }
  }

  /** The admin interface of an IdentityServer product. */
  static final class Admin {
    @Mixin private ProviderOptions provider = new ProviderOptions();

    @Option(
        names = "--path",
        paramLabel = "KIND=PATH",
        converter = DocumentOptions.KindConverter.class,
        description =
            "another path below --url for a kind, for example client=Authorization/Clients;"
                + " may be repeated")
    private Map<RegistrationKind, String> paths = new LinkedHashMap<>();

    @Option(
        names = "--send-secrets",
        description = "writes secrets that the provider does not show, though they may be the same")
    private boolean sendSecrets;

    @Option(
        names = "--spelling",
        paramLabel = "FORM",
        description = "of new registrations' members: camel (the default) or pascal")
    private Spelling spelling = Spelling.CAMEL;

    ProviderOptions provider() {
      return provider;
    }

    /** Compares without changing anything. */
    ApplyPlan plan(Surroundings around, BearerTokens tokens, RegistrationPackage wanted) {
      return CliCommand.made(
          () -> {
            AdminApi api =
                AdminApi.at(provider.url(), tokens)
                    .through(provider.calls(around))
                    .withSpelling(spelling);
            for (Map.Entry<RegistrationKind, String> path : paths.entrySet()) {
              api = api.withPath(path.getKey(), path.getValue());
            }
            HiddenSecrets hidden = sendSecrets ? HiddenSecrets.SEND : HiddenSecrets.KEEP;
            return done(ApplyPlan.of(api, wanted, hidden));
          });
    }
  }
}
