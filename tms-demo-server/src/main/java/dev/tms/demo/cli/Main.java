package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.demo.cli.client.CliCommand.Surroundings;
import dev.tms.demo.cli.client.CommandFailure;
import dev.tms.demo.cli.client.RegistrationCommands;
import dev.tms.seal.Keys.InvalidKeysException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

public final class Main {
  static final int FAILED = 1;

  /** Nothing was done, because command line or configuration is invalid. */
  static final int INVALID = 2;

  private static final Pattern CHOICE =
      Pattern.compile("expected one of \\[([^\\]]*)\\] \\(case-insensitive\\)");
  private static final Pattern CONVERSION =
      Pattern.compile("cannot convert ('.*') to URI \\((?:[a-z]+\\.)+[A-Z]\\w+: (.*)\\)");

  private Main() {}

  public static void main(String[] args) {
    LogLine.setUpLog();
    letProxiesTunnel();
    System.exit(
        run(
            args,
            System.getenv(),
            System.in,
            new PrintWriter(System.out, true, Charset.defaultCharset()),
            new PrintWriter(System.err, true, Charset.defaultCharset())));
  }

  /**
   * Allows credentials for a tunneling proxy, before Java's first request. They are sent only if
   * configured.
   */
  private static void letProxiesTunnel() {
    if (System.getProperty("jdk.http.auth.tunneling.disabledSchemes") == null) {
      System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }
  }

  /** The output contains no known secrets, and user errors cause no stack trace. */
  static int run(
      String[] args,
      Map<String, String> environment,
      InputStream in,
      PrintWriter out,
      PrintWriter err) {
    Surroundings around =
        new Surroundings(environment, in, InstantSource.system(), new SecureRandom());
    CommandLine command =
        new CommandLine(new TmsCommand(around))
            .addSubcommand(new KeysCommand(around))
            .addSubcommand(new StoreCommand(around))
            .addSubcommand(new MachineTokenCommand(around))
            .addSubcommand(new NativeClientCommand(around));
    RegistrationCommands.addTo(command, around);
    nameVersion(command);
    return command
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(TmsCommand::run)
        .setParameterExceptionHandler((problem, wrong) -> wrongUse(problem))
        .setExecutionExceptionHandler(Main::explain)
        .execute(args);
  }

  /** An annotation would be needed at each command. */
  private static void nameVersion(CommandLine command) {
    String number = version();
    command
        .getCommandSpec()
        .version("TMS " + (number == null ? "(not packaged)" : number), "on Java ${java.version}");
    command.getSubcommands().values().forEach(Main::nameVersion);
  }

  private static int explain(Exception problem, CommandLine command, ParseResult parsed)
      throws Exception {
    PrintWriter err = command.getErr();
    if (problem instanceof CommandFailure e) {
      err.println(e.getMessage());
      return e.exitCode();
    }
    if (problem instanceof InvalidConfigurationException e) {
      e.problems().forEach(err::println);
      return INVALID;
    }
    if (problem instanceof InvalidKeysException e) {
      err.println("Keys.File: " + e.getMessage());
      return FAILED;
    }
    throw problem;
  }

  /** Prints one line instead of the whole help. */
  private static int wrongUse(ParameterException problem) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(plain(String.valueOf(problem.getMessage())));
    UnmatchedArgumentException.printSuggestions(problem, err);
    String name = command.getCommandSpec().qualifiedName();
    boolean lacks = problem instanceof MissingParameterException && command.getParent() != null;
    err.println(
        "'"
            + name
            + " --help' lists everything"
            + (lacks ? "; options stand after the command" : ""));
    return INVALID;
  }

  /** Removes what only developers understand. */
  private static String plain(String message) {
    String choice =
        CHOICE
            .matcher(message)
            .replaceAll(found -> "expected one of " + found.group(1).toLowerCase(Locale.ROOT));
    return CONVERSION
        .matcher(choice)
        .replaceAll("$1 is no URI: $2")
        .replaceFirst("^Error: ", "")
        .replace("option option", "option");
  }

  /** The version in the jar's manifest; null outside a jar. */
  static @Nullable String version() {
    return Main.class.getPackage().getImplementationVersion();
  }
}
