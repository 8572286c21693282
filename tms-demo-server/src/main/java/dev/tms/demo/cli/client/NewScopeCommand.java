package dev.tms.demo.cli.client;

import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientClaim;
import dev.tms.registration.NameOr;
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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code scope new}. */
@Command(name = "new", description = "Makes a scope of an API.", mixinStandardHelpOptions = true)
final class NewScopeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "what clients ask for")
  private String name = "";

  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      description = "its name on consent screens")
  private @Nullable String displayName;

  @Option(
      names = "--claim",
      paramLabel = "CLAIM",
      split = ",",
      description = "a claim of the user that access tokens then have; may be repeated")
  private List<String> claims = new ArrayList<>();

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of member names: camel (the default: name) or pascal (Name)")
  private Spelling spelling = Spelling.CAMEL;

  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ApiScope scope;
    try {
      scope = ApiScope.named(name);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    if (displayName != null) {
      scope = scope.with(ScopeProperties.DISPLAY_NAME, displayName);
    }
    if (!claims.isEmpty()) {
      scope = scope.with(ScopeProperties.USER_CLAIMS, names(claims));
    }
    String json = RegistrationDocument.of(scope.spelled(spelling)).toJson();
    output.write(json, spec.commandLine().getOut());
    return CommandLine.ExitCode.OK;
  }

  static List<NameOr<ClientClaim>> names(List<String> claims) {
    return claims.stream().map(NameOr::<ClientClaim>name).toList();
  }
}
