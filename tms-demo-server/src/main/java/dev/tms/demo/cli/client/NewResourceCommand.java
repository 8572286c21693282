package dev.tms.demo.cli.client;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.NameOr;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.RegistrationDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The base of {@code resource new} and {@code scope new}. */
abstract class NewResourceCommand extends CliCommand implements Runnable {
  @Option(
      names = "--display-name",
      paramLabel = "TEXT",
      description = "its name on consent screens")
  private @Nullable String displayName;

  @Option(
      names = "--claim",
      paramLabel = "CLAIM",
      split = ",",
      description = "a claim of the user that tokens then have; may be repeated")
  final List<String> claims = new ArrayList<>();

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of member names: camel (the default: name) or pascal (Name)")
  private Spelling spelling = Spelling.CAMEL;

  @Mixin private Output output = new Output();

  private NewResourceCommand(Surroundings around) {
    super(around);
  }

  void write(Supplier<Resource> named) {
    Resource resource = made(named);
    if (displayName != null) {
      resource = resource.with(Resource.DISPLAY_NAME, displayName);
    }
    if (!claims.isEmpty()) {
      List<NameOr<ClientClaim>> names = claims.stream().map(NameOr::<ClientClaim>name).toList();
      resource = resource.with(Resource.USER_CLAIMS, names);
    }
    output.write(RegistrationDocument.of(resource.spelled(spelling)).toJson(), out());
  }

  @Command(name = "new", description = "Makes an API with its scopes, or an identity resource.")
  static final class OfResource extends NewResourceCommand {
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

    OfResource(Surroundings around) {
      super(around);
    }

    @Override
    public void run() {
      if (identity && !scopes.isEmpty()) {
        throw usage("--scope is for APIs: an identity resource is a scope itself");
      }
      if (identity && claims.isEmpty()) {
        throw usage("an identity resource without --claim says nothing about users");
      }
      if (identity) {
        write(() -> Resource.named(RegistrationKind.IDENTITY_RESOURCE, name));
      } else {
        List<NameOr<Resource>> names = scopes.stream().map(NameOr::<Resource>name).toList();
        write(
            () -> Resource.named(RegistrationKind.API_RESOURCE, name).with(Resource.SCOPES, names));
      }
    }
  }

  @Command(name = "new", description = "Makes a scope of an API.")
  static final class OfScope extends NewResourceCommand {
    @Parameters(paramLabel = "NAME", description = "what clients ask for")
    private String name = "";

    OfScope(Surroundings around) {
      super(around);
    }

    @Override
    public void run() {
      write(() -> Resource.named(RegistrationKind.API_SCOPE, name));
    }
  }
}
