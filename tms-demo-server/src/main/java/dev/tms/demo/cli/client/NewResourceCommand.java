package dev.tms.demo.cli.client;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.NameOr;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resource new}. */
@Command(
    name = "new",
    description = "Makes an API with its scopes, or an identity resource.",
    mixinStandardHelpOptions = true)
final class NewResourceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "its name: an API's is the audience of tokens")
  private String name = "";

  @Option(names = "--identity", description = "an identity resource: claims about the user")
  private boolean identity;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      split = ",",
      description = "a scope of the API; may be repeated")
  private List<String> scopes = new ArrayList<>();

  @Mixin private ResourceOptions about = new ResourceOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (identity && !scopes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--scope is for APIs: an identity resource is a scope itself");
    }
    if (identity && !about.hasClaims()) {
      throw new ParameterException(
          spec.commandLine(), "an identity resource without --claim says nothing about users");
    }
    String json =
        identity
            ? about.document(() -> IdentityResource.named(name))
            : about.document(this::apiResource);
    output.write(json, spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }

  private ApiResource apiResource() {
    return ApiResource.named(name)
        .with(ApiResource.SCOPES, scopes.stream().map(NameOr::<ApiScope>name).toList());
  }
}
