package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.Spelling;
import dev.tms.registration.admin.AdminApi;
import dev.tms.registration.admin.AdminPaths;
import dev.tms.registration.admin.ApplyPlan;
import dev.tms.registration.diff.HiddenSecrets;
import dev.tms.registration.remote.BearerTokens;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An admin interface of the IdentityServer family. */
final class AdminOptions {
  @Mixin private ProviderOptions provider = new ProviderOptions();

  @Option(
      names = "--path",
      paramLabel = "KIND=PATH",
      converter = {DocumentOptions.KindConverter.class, PathText.class},
      description =
          "another path below --url for a kind, for example client=Authorization/Clients;"
              + " may be repeated")
  private Map<RegistrationKind, String> paths = new LinkedHashMap<>();

  @Option(
      names = "--send-secrets",
      description = "writes secrets that the provider does not show, though they may be the same")
  private boolean sendSecrets;

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of new registrations' members: camel (the default) or pascal")
  private Spelling spelling = Spelling.CAMEL;

  /** A path as it is. */
  static final class PathText implements picocli.CommandLine.ITypeConverter<String> {
    @Override
    public String convert(String value) {
      return value;
    }
  }

  ProviderOptions provider() {
    return provider;
  }

  /** What has to be done; reads only. */
  ApplyPlan plan(Surroundings around, BearerTokens tokens, RegistrationPackage wanted) {
    try {
      AdminApi api =
          AdminApi.at(provider.url(), tokens)
              .through(provider.calls(around))
              .withSpelling(spelling)
              .withPaths(paths());
      HiddenSecrets hidden = sendSecrets ? HiddenSecrets.SEND : HiddenSecrets.KEEP;
      return Outcomes.get(ApplyPlan.of(api, wanted, hidden));
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
  }

  private AdminPaths paths() {
    AdminPaths all = AdminPaths.standard();
    for (Map.Entry<RegistrationKind, String> path : paths.entrySet()) {
      all = all.with(path.getKey(), AdminPaths.Templates.of(path.getValue()));
    }
    return all;
  }
}
