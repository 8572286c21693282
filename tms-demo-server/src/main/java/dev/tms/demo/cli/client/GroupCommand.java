package dev.tms.demo.cli.client;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does nothing without one of its own. */
@Command(synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true)
final class GroupCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        spec.name() + " needs a command: " + String.join(", ", spec.subcommands().keySet()));
  }
}
