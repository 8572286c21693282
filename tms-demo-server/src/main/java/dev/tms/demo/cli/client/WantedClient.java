package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.Converted;
import dev.tms.registration.dynamic.MetadataConversion;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is to be registered: a client of a document, or the metadata of RFC 7591 themselves. */
final class WantedClient {
  @Parameters(
      paramLabel = "FILE",
      description = "the document, or the metadata of RFC 7591; - for standard input")
  private String file = "";

  @Mixin private OneClient which = new OneClient();
  @Mixin private DocumentOptions documents = new DocumentOptions();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /**
   * Reads it; gives what is to be registered in place of what is registered now, which may be
   * empty.
   */
  Function<ClientMetadata, Converted<ClientMetadata>> read(Surroundings around, Kinds kinds) {
    Input input = new Input(file, around.in());
    String text = input.text();
    Map<String, Object> members = JsonObject.of(text).orElse(Map.of());
    if (!MetadataConversion.isMetadata(members)) {
      ClientRegistration client = which.of(documents.read(input, text, kinds), input);
      return now -> MetadataConversion.over(now, client);
    }
    if (documents.fills() || which.isGiven()) {
      throw new ParameterException(
          spec.commandLine(),
          "--set and --client are for documents of registrations; "
              + input.label()
              + " has the metadata of one client (RFC 7591)");
    }
    ClientMetadata metadata = ClientMetadata.of(members);
    return now -> MetadataConversion.over(now, metadata);
  }
}
