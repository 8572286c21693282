package dev.tms.demo.cli;

import dev.tms.MachineTokensBuilder;
import dev.tms.config.TmsConfiguration;
import dev.tms.demo.cli.client.CliCommand;
import dev.tms.machine.MachineTokenOutcome;
import dev.tms.machine.MachineTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "machine-token",
    description = {
      "Fetches a token of a client in the configuration's section Machine, and says how it went.",
      "The token itself is printed with --reveal alone."
    })
final class MachineTokenCommand extends CliCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "the service's configuration file")
  private Path config = Path.of("");

  @Option(
      names = "--reveal",
      description = "prints the token, and nothing else, to standard output")
  private boolean reveal;

  @Option(
      names = "--trace",
      description =
          "writes the exchanges with the provider to standard error, secrets and tokens masked")
  private boolean trace;

  @Parameters(paramLabel = "NAME", description = "the client's name")
  private String name = "";

  MachineTokenCommand(Surroundings around) {
    super(around);
  }

  @Override
  public Integer call() {
    TmsConfiguration configuration = TmsConfiguration.load(config, around.environment());
    String client = name.toLowerCase(Locale.ROOT);
    if (!configuration.machineClients().contains(client)) {
      throw usage(
          "the section Machine has no client '"
              + name
              + "', only "
              + new TreeSet<>(configuration.machineClients()));
    }
    MachineTokensBuilder builder = configuration.machineTokens();
    if (trace) {
      builder.trace(LogLine.trace(err(), InstantSource.system()));
    }
    try (MachineTokens tokens = builder.build()) {
      return tell(client, tokens.request(client));
    }
  }

  private int tell(String client, MachineTokenOutcome outcome) {
    if (outcome instanceof MachineTokenOutcome.Granted granted) {
      Duration left = granted.token().remaining(InstantSource.system().instant());
      if (reveal) {
        out().println(granted.token().reveal());
      } else {
        out()
            .printf(
                Locale.ROOT,
                "%s: a token for %d s, scope %s%n",
                client,
                left.toSeconds(),
                granted.token().scopes());
      }
      return 0;
    }
    String reason =
        outcome instanceof MachineTokenOutcome.Refused refused
            ? "the provider refuses: " + refused.error()
            : outcome instanceof MachineTokenOutcome.Unavailable unavailable
                ? unavailable.reason()
                : "";
    err().println(client + ": no token, " + reason);
    return Main.FAILED;
  }
}
