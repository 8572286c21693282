package dev.tms.demo.cli.client;

import dev.tms.registration.lint.Linter;
import dev.tms.registration.report.Rule;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code client rules}. */
@Command(
    name = "rules",
    description = "Lists the rules that lint applies; * marks those that --fix fixes.",
    mixinStandardHelpOptions = true)
final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (Rule rule : Linter.rules()) {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%-8s %s %s: %s%n",
              rule.severity().toString(),
              rule.isFixable() ? "*" : " ",
              rule.id(),
              rule.title());
    }
    return CommandLine.ExitCode.OK;
  }
}
