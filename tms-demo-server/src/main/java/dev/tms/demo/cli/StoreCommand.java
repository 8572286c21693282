package dev.tms.demo.cli;

import dev.tms.config.TmsConfiguration;
import dev.tms.demo.store.Schema;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Helps with the store that nodes share. */
@Command(
    name = "store",
    description = "Helps with the store that nodes share.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class StoreCommand implements Runnable {
  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  StoreCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "store needs a command: schema");
  }

  /** {@code store schema --config FILE}. */
  @Command(
      description = {
        "Prints the statements that make the store's table, for databases whose user may not.",
        "The database is not asked."
      },
      mixinStandardHelpOptions = true)
  int schema(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "the service's configuration file")
          Path config) {
    Schema.of(TmsConfiguration.load(config, environment).sharedStore())
        .forEach(statement -> spec.commandLine().getOut().println(statement + ";"));
    return CommandLine.ExitCode.OK;
  }
}
