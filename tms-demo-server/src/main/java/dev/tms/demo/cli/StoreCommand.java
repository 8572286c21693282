package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.TmsConfiguration;
import dev.tms.config.TmsConfiguration.SharedStore;
import dev.tms.demo.cli.client.CliCommand;
import dev.tms.demo.store.Stores;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreSettings;
import dev.tms.store.StoreUnavailableException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "store",
    description = "Helps with the store that nodes share.",
    synopsisSubcommandLabel = "COMMAND")
final class StoreCommand extends CliCommand.Group {
  StoreCommand(Surroundings around) {
    super(around);
  }

  @Command(
      name = "forget-keys",
      description = {
        "Forgets which keys the nodes have recorded in the store, so that nodes with other keys"
            + " start.",
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
    TmsConfiguration configuration = TmsConfiguration.load(config, around.environment());
    SharedStore shared = configuration.sharedStore().orElse(null);
    if (shared == null) {
      throw new InvalidConfigurationException("Store.Kind", "is memory: nodes share no store");
    }
    try (ExpiringStore store =
        Stores.open(shared, StoreSettings.of(InstantSource.system(), new SecureRandom()))) {
      boolean any = configuration.forgetKeys(store);
      out().println(any ? "forgotten" : "none were recorded");
      return 0;
    } catch (StoreUnavailableException e) {
      err().println("Store.Url: " + e.getMessage());
      return Main.FAILED;
    }
  }

  @Command(
      description = {
        "Prints the statements that make the store's table, for databases whose user may not.",
        "The database is not asked."
      },
      mixinStandardHelpOptions = true)
  void schema(
      @Option(
              names = "--config",
              required = true,
              paramLabel = "FILE",
              description = "the service's configuration file")
          Path config) {
    Stores.schema(TmsConfiguration.load(config, around.environment()).sharedStore())
        .forEach(statement -> out().println(statement + ";"));
  }
}
