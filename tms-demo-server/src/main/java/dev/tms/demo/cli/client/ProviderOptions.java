package dev.tms.demo.cli.client;

import dev.tms.config.TmsConfiguration;
import dev.tms.machine.MachineTokens;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.RemoteCalls;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where a provider's interface is, and the token that it is called with. */
final class ProviderOptions {
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

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  boolean isGiven() {
    return url != null || hasToken();
  }

  boolean hasToken() {
    return tokenFile != null || machine != null;
  }

  /** The address. */
  URI url() {
    if (url == null) {
      throw usage("--url is missing");
    }
    return url;
  }

  /** How the provider is called. */
  RemoteCalls calls(Surroundings around) {
    return configuration.calls(around);
  }

  ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Gives what the call gives that is made with these tokens. */
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
}
