package dev.tms.demo.cli.client;

import dev.tms.demo.cli.client.CliCommand.Surroundings;
import dev.tms.demo.cli.client.DocumentOptions.OneClient;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.diff.Difference;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.MetadataConversion;
import dev.tms.registration.dynamic.MetadataConversion.Converted;
import dev.tms.registration.dynamic.RegisteredClient;
import dev.tms.registration.dynamic.RegistrationEndpoint;
import dev.tms.registration.remote.RemoteCalls;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code client register} (RFC 7591), and {@code client registered} (RFC 7592). */
final class DynamicCommands {
  private DynamicCommands() {}

  @Command(
      name = "register",
      description = {
        "Registers a client at a provider's registration endpoint (RFC 7591), with a token if one"
            + " is given.",
        "Writes the provider's answer: the client's id, its secret, and the token to change it"
            + " with."
      })
  static final class Register extends CliCommand implements Runnable {
    @Mixin private WantedClient wanted = new WantedClient();
    @Mixin private ProviderOptions provider = new ProviderOptions();
    @Mixin private Output output = new Output();

    Register(Surroundings around) {
      super(around);
    }

    @Override
    public void run() {
      output.check();
      RegistrationEndpoint endpoint;
      try {
        endpoint = RegistrationEndpoint.at(provider.url(), provider.calls(around));
      } catch (IllegalArgumentException e) {
        throw usage("--url: " + e.getMessage());
      }
      ClientMetadata metadata = taken(wanted.read(around).apply(ClientMetadata.empty()), err());
      RegisteredClient registered =
          ProviderOptions.done(
              provider.hasToken()
                  ? provider.withTokens(around, tokens -> endpoint.register(metadata, tokens))
                  : endpoint.register(metadata));
      String answer = JsonText.write(registered.members());
      orPrint(answer, () -> output.writeSecret(answer, out()), out());
      err().println("registered as " + registered.clientId() + "; the answer holds its secrets");
    }
  }

  @Command(
      name = "registered",
      description = "Reads, updates and deletes what 'client register' registered (RFC 7592).")
  static final class Registered extends CliCommand.Group {
    Registered(Surroundings around) {
      super(around);
    }

    @Command(
        description = "Writes what is registered now, without secrets.",
        mixinStandardHelpOptions = true)
    void read(@Mixin RegisteredFile file, @Mixin Output output) {
      output.check();
      RegisteredClient known = file.read();
      RegisteredClient now = ProviderOptions.done(file.endpoint(known, around).read(known));
      file.keep(now, out());
      output.write(JsonText.write(now.metadata().members()), out());
    }

    @Command(
        description = {
          "Makes what is registered that of the document, and prints what differs first.",
          "Members that documents of registrations do not have, such as jwks_uri, stay; of the"
              + " metadata of RFC 7591, all that the file leaves out. There null removes a member."
        },
        mixinStandardHelpOptions = true)
    void update(
        @Option(names = "--dry-run", description = "prints what differs, and changes nothing")
            boolean dryRun,
        @Mixin RegisteredFile file,
        @Mixin WantedClient wanted) {
      RegisteredClient known = file.read();
      Function<ClientMetadata, Converted<ClientMetadata>> change = wanted.read(around);
      RegisteredClient now = ProviderOptions.done(file.endpoint(known, around).read(known));
      file.keep(now, out());
      ClientMetadata changed = taken(change.apply(now.metadata()), err());
      List<Difference> differences = changed.differencesFrom(now.metadata());
      out().println((differences.isEmpty() ? "keep client " : "update client ") + now.label());
      differences.forEach(one -> out().println("  " + one));
      out().flush();
      if (differences.isEmpty()) {
        out().println("nothing to do");
      } else if (!dryRun) {
        file.keep(ProviderOptions.done(file.endpoint(now, around).update(now, changed)), out());
        out().println("done");
      }
    }

    @Command(
        description = "Deletes what is registered; its file is of no use after that.",
        mixinStandardHelpOptions = true)
    void delete(@Mixin RegisteredFile file) {
      RegisteredClient known = file.read();
      ProviderOptions.done(file.endpoint(known, around).delete(known));
      out()
          .println("deleted client " + known.label() + "; " + file.file + " is of no use any more");
    }
  }

  private static <T> T taken(Converted<T> converted, PrintWriter err) {
    converted.losses().forEach(loss -> err.println("lost: " + loss));
    return converted.value();
  }

  /** Writes a response, or prints it on failure, since the provider will not repeat it. */
  private static void orPrint(String answer, Runnable write, PrintWriter out) {
    try {
      write.run();
    } catch (CommandFailure e) {
      Output.print(answer, out);
      throw e;
    }
  }

  /** The client to register: one of a document, or client metadata (RFC 7591). */
  static final class WantedClient extends CliCommand.Options {
    @Parameters(
        paramLabel = "FILE",
        description = "the document, or the metadata of RFC 7591; - for standard input")
    private String file = "";

    @Mixin private OneClient which = new OneClient();
    @Mixin private DocumentOptions documents = new DocumentOptions();

    /**
     * Returns a function from the registered metadata, which may be empty, to the wanted metadata.
     */
    Function<ClientMetadata, Converted<ClientMetadata>> read(Surroundings around) {
      Input input = new Input(file, around.in());
      String text = input.text();
      Map<String, Object> members = Input.members(text).orElse(Map.of());
      if (!MetadataConversion.isMetadata(members)) {
        ClientRegistration client = which.of(documents.read(input, text, Kinds.ALL), input);
        return now -> MetadataConversion.over(now, client);
      }
      if (documents.fills() || which.isGiven()) {
        throw usage(
            "--set and --client are for documents of registrations; "
                + input.label()
                + " has the metadata of one client (RFC 7591)");
      }
      ClientMetadata metadata = ClientMetadata.of(members);
      return now -> MetadataConversion.over(now, metadata);
    }
  }

  /** The file written by {@code client register}. */
  static final class RegisteredFile {
    @Option(
        names = "--registration",
        paramLabel = "FILE",
        required = true,
        description =
            "what 'client register' wrote: it has the address and the token of the registration."
                + " Each answer of the provider takes its place")
    private Path file = Path.of("");

    @Mixin
    private ProviderOptions.Configuration configuration = new ProviderOptions.Configuration();

    /** Throws {@link CommandFailure} unless the file has a manageable registration. */
    RegisteredClient read() {
      RegisteredClient client;
      try {
        client =
            RegisteredClient.of(
                new Input(file.toString(), InputStream.nullInputStream()).members());
      } catch (IllegalArgumentException e) {
        throw CommandFailure.invalid(file + ": " + e.getMessage());
      }
      if (client.registrationAccessToken().isEmpty()
          || client.registrationClientUri().filter(RemoteCalls::isSafe).isEmpty()) {
        throw CommandFailure.invalid(
            file
                + ": has no registration_access_token, or no registration_client_uri of https: the"
                + " provider does not let it be managed (RFC 7592)");
      }
      return client;
    }

    RegistrationEndpoint endpoint(RegisteredClient client, Surroundings around) {
      URI uri = client.registrationClientUri().orElseThrow();
      return RegistrationEndpoint.at(uri, configuration.calls(around));
    }

    /** The provider may have issued a new token. */
    void keep(RegisteredClient answer, PrintWriter out) {
      String json = JsonText.write(answer.members());
      orPrint(json, () -> Output.replace(file, json), out);
    }
  }
}
