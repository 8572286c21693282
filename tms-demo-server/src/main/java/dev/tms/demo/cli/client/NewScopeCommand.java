package dev.tms.demo.cli.client;

import dev.tms.registration.ApiScope;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scope new}. */
@Command(name = "new", description = "Makes a scope of an API.", mixinStandardHelpOptions = true)
final class NewScopeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "what clients ask for")
  private String name = "";

  @Mixin private ResourceOptions about = new ResourceOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    output.write(about.document(() -> ApiScope.named(name)), spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }
}
