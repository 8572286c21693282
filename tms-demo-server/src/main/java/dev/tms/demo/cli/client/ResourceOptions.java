package dev.tms.demo.cli.client;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.NameOr;
import dev.tms.registration.Resource;
import dev.tms.registration.ScopeProperties;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.RegistrationDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What may be said of any new resource. */
final class ResourceOptions {
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
  private List<String> claims = new ArrayList<>();

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of member names: camel (the default: name) or pascal (Name)")
  private Spelling spelling = Spelling.CAMEL;

  boolean hasClaims() {
    return !claims.isEmpty();
  }

  /**
   * A new resource with all that is said of it, as a document.
   *
   * @throws CommandFailure if it cannot have that name
   */
  <S extends Resource<S>> String document(Supplier<S> named) {
    S resource;
    try {
      resource = named.get();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    if (displayName != null) {
      resource = resource.with(ScopeProperties.DISPLAY_NAME, displayName);
    }
    if (hasClaims()) {
      List<NameOr<ClientClaim>> names = claims.stream().map(NameOr::<ClientClaim>name).toList();
      resource = resource.with(ScopeProperties.USER_CLAIMS, names);
    }
    return RegistrationDocument.of(resource.spelled(spelling)).toJson();
  }
}
