package dev.tms.demo.cli.client;

import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.dynamic.RegisteredClient;
import dev.tms.registration.dynamic.RegistrationEndpoint;
import dev.tms.registration.remote.RemoteCalls;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The file that {@code client register} wrote: a client, and the token that manages it. */
final class RegisteredFile {
  @Option(
      names = "--registration",
      paramLabel = "FILE",
      required = true,
      description =
          "what 'client register' wrote: it has the address and the token of the registration."
              + " Each answer of the provider takes its place")
  private Path file = Path.of("");

  @Mixin private ConfigurationOption configuration = new ConfigurationOption();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /**
   * What was registered.
   *
   * @throws CommandFailure if the file is none of a registration that can be managed
   */
  RegisteredClient read() {
    RegisteredClient client;
    try {
      client =
          RegisteredClient.of(
              JsonObject.read(new Input(file.toString(), InputStream.nullInputStream())));
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

  /** Calls for this client: what is registered says where. */
  RegistrationEndpoint endpoint(RegisteredClient client, Surroundings around) {
    URI uri = client.registrationClientUri().orElseThrow();
    return RegistrationEndpoint.at(uri, configuration.calls(around));
  }

  /** Puts an answer into the file; the provider may have issued another token with it. */
  void keep(RegisteredClient answer) {
    String json = JsonOutput.write(answer.members());
    try {
      Output.replace(file, json);
    } catch (CommandFailure e) {
      PrintWriter out = spec.commandLine().getOut();
      Output.print(json, out); // the provider does not say it twice
      throw e;
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
