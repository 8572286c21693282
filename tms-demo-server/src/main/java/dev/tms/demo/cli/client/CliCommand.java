package dev.tms.demo.cli.client;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command: where it prints, and how it says that it was used wrongly. */
@Command(mixinStandardHelpOptions = true)
public abstract class CliCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** A command that does nothing without one of its own. */
  @Command(synopsisSubcommandLabel = "COMMAND")
  public static class Group extends CliCommand implements Runnable {
    @Spec private CommandSpec group = CommandSpec.create();

    @Override
    public void run() {
      throw usage(
          group.name() + " needs a command: " + String.join(", ", group.subcommands().keySet()));
    }
  }
}
