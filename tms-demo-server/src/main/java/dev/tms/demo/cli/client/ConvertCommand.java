package dev.tms.demo.cli.client;

import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.Converted;
import dev.tms.registration.dynamic.Loss;
import dev.tms.registration.dynamic.MetadataConversion;
import dev.tms.registration.dynamic.RegisteredClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client convert}. */
@Command(
    name = "convert",
    description = {
      "Writes clients as another kind of provider keeps them, or in another spelling.",
      "Prints what has no place there on standard error."
    },
    mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {
  /** How clients are written. */
  enum Form {
    REGISTRATION,
    RFC7591
  }

  private final Surroundings around;
  private final Kinds kinds;

  @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
  private String file = "";

  @Option(
      names = "--from",
      paramLabel = "FORM",
      description = "registration (the default: of the IdentityServer family), rfc7591")
  private Form from = Form.REGISTRATION;

  @Option(names = "--to", paramLabel = "FORM", description = "registration (the default), rfc7591")
  private Form to = Form.REGISTRATION;

  @Option(
      names = "--spelling",
      paramLabel = "FORM",
      description = "with --to registration, of member names: camel (clientId), pascal (ClientId)")
  private @Nullable Spelling spelling;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "with --from rfc7591: the client id, where the metadata have none")
  private @Nullable String id;

  @Mixin private OneClient which = new OneClient();
  @Mixin private DocumentOptions documents = new DocumentOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final List<Loss> losses = new ArrayList<>();

  ConvertCommand(Surroundings around, Kinds kinds) {
    this.around = around;
    this.kinds = kinds;
  }

  @Override
  public Integer call() {
    output.check();
    try {
      RegistrationDocument document = read(new Input(file, around.in()));
      String json = write(document);
      output.writeSecret(json, spec.commandLine().getOut());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    Outcomes.tell(losses, spec.commandLine().getErr());
    return CommandLine.ExitCode.OK;
  }

  private RegistrationDocument read(Input input) {
    if (from == Form.REGISTRATION) {
      return documents.read(input, kinds);
    }
    return RegistrationDocument.of(taken(fromMetadata(JsonObject.read(input))));
  }

  private Converted<ClientRegistration> fromMetadata(Map<String, Object> members) {
    return id == null
        ? MetadataConversion.fromRegistered(RegisteredClient.of(members))
        : MetadataConversion.fromMetadata(id, ClientMetadata.of(members));
  }

  private <T> T taken(Converted<T> converted) {
    losses.addAll(converted.losses());
    return converted.value();
  }

  private String write(RegistrationDocument document) {
    if (to == Form.REGISTRATION) {
      return (spelling == null ? document : document.spelled(spelling)).toJson();
    }
    ClientRegistration client = which.of(document, new Input(file, around.in()));
    return JsonOutput.write(taken(MetadataConversion.toMetadata(client)).members());
  }
}
