package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.config.SharedStore;
import dev.tms.config.TmsConfiguration;
import dev.tms.demo.store.Schema;
import dev.tms.demo.store.Stores;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreSettings;
import dev.tms.store.StoreUnavailableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
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
    throw new ParameterException(
        spec.commandLine(), "store needs a command: schema or forget-keys");
  }

  /** {@code store forget-keys --config FILE}. */
  @Command(
      name = "forget-keys",
      description = {
        "Forgets which keys the nodes have recorded in the store, so that nodes with other keys start.",
        "For when all nodes get a new keyset on purpose: what the old keys have sealed is lost."
      },
      mixinStandardHelpOptions = true)
  int forgetKeys(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "the service's configuration file")
          Path config) {
    TmsConfiguration configuration = TmsConfiguration.load(config, environment);
    SharedStore shared = configuration.sharedStore().orElse(null);
    if (shared == null) {
      throw new InvalidConfigurationException(
          List.of(new Problem("Store.Kind", "is memory: nodes share no store")));
    }
    try (ExpiringStore store =
        Stores.open(shared, StoreSettings.of(InstantSource.system(), new SecureRandom()))) {
      boolean any = configuration.forgetKeys(store);
      spec.commandLine().getOut().println(any ? "forgotten" : "none were recorded");
      return CommandLine.ExitCode.OK;
    } catch (StoreUnavailableException e) {
      spec.commandLine().getErr().println("Store.Url: " + e.getMessage());
      return Main.FAILED;
    }
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
