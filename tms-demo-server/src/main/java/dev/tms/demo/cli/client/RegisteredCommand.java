package dev.tms.demo.cli.client;

import dev.tms.registration.diff.Difference;
import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.Converted;
import dev.tms.registration.dynamic.RegisteredClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code client registered}: the management of what was registered (RFC 7592). */
final class RegisteredCommand {
  private RegisteredCommand() {}

  static CommandLine group(Surroundings around, Kinds kinds) {
    CommandLine group = new CommandLine(new GroupCommand());
    group
        .getCommandSpec()
        .name("registered")
        .usageMessage()
        .description("Reads, updates and deletes what 'client register' registered (RFC 7592).");
    return group
        .addSubcommand(new Read(around))
        .addSubcommand(new Update(around, kinds))
        .addSubcommand(new Delete(around));
  }

  /** {@code client registered read}. */
  @Command(
      name = "read",
      description = "Writes what is registered now, without secrets.",
      mixinStandardHelpOptions = true)
  static final class Read implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private RegisteredFile file = new RegisteredFile();
    @Mixin private Output output = new Output();
    @Spec private CommandSpec spec = CommandSpec.create();

    Read(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      output.check();
      RegisteredClient known = file.read();
      RegisteredClient now = Outcomes.get(file.endpoint(known, around).read(known));
      file.keep(now);
      output.write(JsonOutput.write(now.metadata().members()), spec.commandLine().getOut());
      return CommandLine.ExitCode.OK;
    }
  }

  /** {@code client registered update}. */
  @Command(
      name = "update",
      description = {
        "Makes what is registered that of the document, and prints what differs first.",
        "Members that documents of registrations do not have, such as jwks_uri, stay; of the"
            + " metadata of RFC 7591, all that the file leaves out. There null removes a member."
      },
      mixinStandardHelpOptions = true)
  static final class Update implements Callable<Integer> {
    private final Surroundings around;
    private final Kinds kinds;

    @Option(names = "--dry-run", description = "prints what differs, and changes nothing")
    private boolean dryRun;

    @Mixin private RegisteredFile file = new RegisteredFile();
    @Mixin private WantedClient wanted = new WantedClient();
    @Spec private CommandSpec spec = CommandSpec.create();

    Update(Surroundings around, Kinds kinds) {
      this.around = around;
      this.kinds = kinds;
    }

    @Override
    public Integer call() {
      RegisteredClient known = file.read();
      Function<ClientMetadata, Converted<ClientMetadata>> change = wanted.read(around, kinds);
      RegisteredClient now = Outcomes.get(file.endpoint(known, around).read(known));
      file.keep(now);
      Converted<ClientMetadata> changed = change.apply(now.metadata());
      Outcomes.tell(changed.losses(), spec.commandLine().getErr());
      List<Difference> differences = changed.value().differencesFrom(now.metadata());
      PrintWriter out = spec.commandLine().getOut();
      out.println((differences.isEmpty() ? "keep client " : "update client ") + now.label());
      differences.forEach(one -> out.println("  " + one));
      out.flush();
      if (differences.isEmpty()) {
        out.println("nothing to do");
      } else if (!dryRun) {
        file.keep(Outcomes.get(file.endpoint(now, around).update(now, changed.value())));
        out.println("done");
      }
      return CommandLine.ExitCode.OK;
    }
  }

  /** {@code client registered delete}. */
  @Command(
      name = "delete",
      description = "Deletes what is registered; its file is of no use after that.",
      mixinStandardHelpOptions = true)
  static final class Delete implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private RegisteredFile file = new RegisteredFile();
    @Spec private CommandSpec spec = CommandSpec.create();

    Delete(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      RegisteredClient known = file.read();
      Outcomes.get(file.endpoint(known, around).delete(known));
      spec.commandLine()
          .getOut()
          .println("deleted client " + known.label() + "; " + file + " is of no use any more");
      return CommandLine.ExitCode.OK;
    }
  }
}
