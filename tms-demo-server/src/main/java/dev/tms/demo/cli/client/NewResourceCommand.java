package dev.tms.demo.cli.client;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.NameOr;
import dev.tms.registration.Registration;
import dev.tms.registration.ScopeProperties;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.RegistrationDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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

  @Option(
      names = "--claim",
      paramLabel = "CLAIM",
      split = ",",
      description = "a claim of the user that tokens then have; may be repeated")
  private List<String> claims = new ArrayList<>();

  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      description = "its name on consent screens")
  private @Nullable String displayName;

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of member names: camel (the default: name) or pascal (Name)")
  private Spelling spelling = Spelling.CAMEL;

  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (identity && !scopes.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--scope is for APIs: an identity resource is a scope itself");
    }
    if (identity && claims.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "an identity resource without --claim says nothing about users");
    }
    Registration resource;
    try {
      resource = identity ? identityResource() : apiResource();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    String json = RegistrationDocument.of(resource.spelled(spelling)).toJson();
    output.write(json, spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }

  private ApiResource apiResource() {
    ApiResource api =
        ApiResource.named(name)
            .with(ApiResource.SCOPES, scopes.stream().map(NameOr::<ApiScope>name).toList());
    if (displayName != null) {
      api = api.with(ScopeProperties.DISPLAY_NAME, displayName);
    }
    return claims.isEmpty()
        ? api
        : api.with(ScopeProperties.USER_CLAIMS, NewScopeCommand.names(claims));
  }

  private IdentityResource identityResource() {
    IdentityResource resource =
        IdentityResource.named(name)
            .with(ScopeProperties.USER_CLAIMS, NewScopeCommand.names(claims));
    return displayName == null
        ? resource
        : resource.with(ScopeProperties.DISPLAY_NAME, displayName);
  }
}
