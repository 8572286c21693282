package dev.tms.demo.cli;

import dev.tms.demo.cli.client.CliCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

@Command(
    name = "tms-demo-server",
    description = {
      "Token Management Service: signs users in on behalf of an app and keeps their tokens.",
      "Without a command it serves; without a configuration file it shows a demonstration.",
      ""
    },
    footer = {
      "",
      "Every key of the configuration file can be set in the environment, for example",
      "TMS_Client__ClientSecret or TMS_Server__Port.",
      "Exit codes: 0 done, 1 failed, 2 command line or configuration are wrong."
    })
final class TmsCommand extends CliCommand implements Callable<Integer> {
  @Mixin private final ServeOptions options = new ServeOptions();

  TmsCommand(Surroundings around) {
    super(around);
  }

  /** Refuses options of {@code serve} before other commands, where they would have no effect. */
  static int run(ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      String command = parsed.subcommand().commandSpec().name();
      for (OptionSpec option : parsed.matchedOptions()) {
        boolean isHelp = option.usageHelp() || option.versionHelp();
        if (!isHelp && !command.equals("serve")) {
          throw new ParameterException(
              parsed.commandSpec().commandLine(),
              "'%s' before '%s' is an option of serve: write options after the command"
                  .formatted(option.longestName(), command));
        }
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public Integer call() throws Exception {
    return serveFor(options);
  }

  @Command(name = "serve", description = "Starts the service.", mixinStandardHelpOptions = true)
  int serve(@Mixin ServeOptions serveOptions) throws Exception {
    return serveFor(serveOptions.and(options));
  }

  private int serveFor(ServeOptions chosen) throws Exception {
    Serving serving = chosen.start(around.environment(), err());
    Runtime.getRuntime().addShutdownHook(new Thread(serving::close, "stop"));
    out().println("TMS ready at " + serving.publicUrl());
    serving.awaitEnd();
    return 0;
  }
}
