package dev.tms.demo.cli.client;

import java.io.InputStream;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** A command with its output and usage errors. */
@Command(mixinStandardHelpOptions = true)
public abstract class CliCommand {
  protected final Surroundings around;

  @Spec private CommandSpec spec = CommandSpec.create();

  protected CliCommand(Surroundings around) {
    this.around = around;
  }

  /** The environment of commands; {@code in} is standard input. */
  public record Surroundings(
      Map<String, String> environment, InputStream in, InstantSource clock, SecureRandom random) {}

  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  protected final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  final void print(String text) {
    out().print(text);
    out().flush();
  }

  /** Reports an {@link IllegalArgumentException} as a user error. */
  static <T> T made(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  @Command(synopsisSubcommandLabel = "COMMAND")
  public static class Group extends CliCommand implements Runnable {
    @Spec private CommandSpec group = CommandSpec.create();

    protected Group(Surroundings around) {
      super(around);
    }

    @Override
    public void run() {
      throw usage(
          group.name() + " needs a command: " + String.join(", ", group.subcommands().keySet()));
    }
  }

  abstract static class Options {
    @Spec(Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    final ParameterException usage(String message) {
      return new ParameterException(command.commandLine(), message);
    }
  }
}
