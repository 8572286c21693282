package dev.tms.demo.cli.client;

import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.Converted;
import dev.tms.registration.dynamic.RegisteredClient;
import dev.tms.registration.dynamic.RegistrationEndpoint;
import dev.tms.registration.remote.CallOutcome;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code client register}. */
@Command(
    name = "register",
    description = {
      "Registers a client at a provider's registration endpoint (RFC 7591), with a token if one is"
          + " given.",
      "Writes the provider's answer: the client's id, its secret, and the token to change it with."
    },
    mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
  private final Surroundings around;
  private final Kinds kinds;

  @Mixin private WantedClient wanted = new WantedClient();
  @Mixin private ProviderOptions provider = new ProviderOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  RegisterCommand(Surroundings around, Kinds kinds) {
    this.around = around;
    this.kinds = kinds;
  }

  @Override
  public Integer call() {
    output.check();
    RegistrationEndpoint endpoint;
    try {
      endpoint = RegistrationEndpoint.at(provider.url(), provider.calls(around));
    } catch (IllegalArgumentException e) {
      throw provider.usage("--url: " + e.getMessage());
    }
    Converted<ClientMetadata> converted = wanted.read(around, kinds).apply(ClientMetadata.empty());
    PrintWriter err = spec.commandLine().getErr();
    Outcomes.tell(converted.losses(), err);
    CallOutcome<RegisteredClient> outcome =
        provider.hasToken()
            ? provider.withTokens(around, tokens -> endpoint.register(converted.value(), tokens))
            : endpoint.register(converted.value());
    RegisteredClient registered = Outcomes.get(outcome);
    keep(JsonOutput.write(registered.members()));
    err.println("registered as " + registered.clientId() + "; the answer holds its secrets");
    return CommandLine.ExitCode.OK;
  }

  private void keep(String json) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      output.writeSecret(json, out);
    } catch (CommandFailure e) {
      // the provider does not say it twice
      Output.print(json, out);
      throw e;
    }
  }
}
