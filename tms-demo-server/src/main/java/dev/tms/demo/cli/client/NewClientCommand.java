package dev.tms.demo.cli.client;

import static java.util.Objects.requireNonNull;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.NewSecret;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.template.ClientTemplates;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "new", description = "Makes the registration of a typical client.")
final class NewClientCommand extends CliCommand implements Runnable {
  @ArgGroup(multiplicity = "1")
  private Type type = new Type();

  private static final class Type {
    @Option(
        names = "--for-tms",
        description = "this service, as a configuration needs it; takes --config")
    private boolean tms;

    @Option(
        names = "--browser-app",
        description = "an app in a browser without a back end: code with PKCE, no secret")
    private boolean browser;

    @Option(
        names = "--native-app",
        description = "an app on the user's machine: code with PKCE, no secret")
    private boolean nativeApp;

    @Option(names = "--client-credentials", description = "a program without users")
    private boolean credentials;

    @Option(
        names = "--hybrid",
        description = "an application on a server, with the older hybrid flow")
    private boolean hybrid;

    private boolean redirects() {
      return browser || nativeApp || hybrid;
    }

    private boolean hasSecret() {
      return credentials || hybrid;
    }
  }

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "with --for-tms: the service's configuration file")
  private @Nullable Path config;

  @Option(names = "--id", paramLabel = "ID", description = "the client id")
  private @Nullable String id;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "its name on consent screens and in logs (default: the id)")
  private @Nullable String name;

  @Option(
      names = "--redirect-uri",
      paramLabel = "URI",
      description = "where the provider sends the browser after a login")
  private @Nullable URI redirectUri;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      split = ",",
      description = "a scope of an API that it calls; may be repeated")
  private List<String> scopes = new ArrayList<>();

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "of member names: camel (the default: clientId) or pascal (ClientId)")
  private Spelling spelling = Spelling.CAMEL;

  @Mixin private Output.OfSecret secrets = new Output.OfSecret();
  @Mixin private Output output = new Output();

  NewClientCommand(Surroundings around) {
    super(around);
  }

  @Override
  public void run() {
    check();
    output.check();
    NewSecret secret = type.hasSecret() ? secrets.make(name(), around) : null;
    ClientRegistration client;
    try {
      client = make(secret);
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
    String json = RegistrationDocument.of(client.spelled(spelling)).toJson();
    output.write(json, out());
    if (secret != null) {
      secrets.show(secret, err());
    }
    if (type.tms && !client.allowedScopes().contains("openid")) {
      err()
          .println(
              "the configuration asks for no openid (Client.Identity): check and apply it with"
                  + " --ignore openid-missing");
    }
  }

  private void check() {
    if (type.tms) {
      if (id != null || redirectUri != null || !scopes.isEmpty()) {
        throw usage("--for-tms takes id, redirect URI and scopes from --config");
      }
    } else if (config != null) {
      throw usage("--config is for --for-tms");
    } else if (id == null) {
      throw usage("--id is missing");
    }
    if (type.tms && config == null) {
      throw usage("--for-tms needs --config");
    }
    if (type.redirects() != (redirectUri != null)) {
      throw usage(
          type.redirects()
              ? "--redirect-uri is missing"
              : "--redirect-uri is for clients that users sign in through");
    }
  }

  private String name() {
    return name != null ? name : id != null ? id : "TMS";
  }

  private ClientRegistration make(@Nullable NewSecret secret) {
    Path file = config;
    if (file != null) {
      return ClientTemplates.forTms(TmsConfiguration.load(file, around.environment()), name());
    }
    String clientId = id == null ? "" : id;
    URI redirect = redirectUri;
    if (redirect == null) {
      return ClientTemplates.clientCredentials(
          clientId, name(), requireNonNull(secret).stored(), scopes);
    }
    if (type.browser) {
      return ClientTemplates.browserApp(clientId, name(), redirect, scopes);
    }
    return type.nativeApp
        ? ClientTemplates.nativeApp(clientId, name(), redirect, scopes)
        : ClientTemplates.hybrid(
            clientId, name(), redirect, requireNonNull(secret).stored(), scopes);
  }
}
