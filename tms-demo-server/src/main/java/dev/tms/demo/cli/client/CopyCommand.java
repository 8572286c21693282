package dev.tms.demo.cli.client;

import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.NewSecret;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.document.RegistrationDocument;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client copy}. */
@Command(
    name = "copy",
    description = {
      "Makes another client of one: everything but id, name and secrets.",
      "Redirect URIs are copied, too: look at them."
    },
    mixinStandardHelpOptions = true)
final class CopyCommand implements Callable<Integer> {
  private static final Kinds CLIENTS = new Kinds(Set.of(RegistrationKind.CLIENT), null);

  private final Surroundings around;

  @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
  private String file = "";

  @Option(names = "--id", required = true, paramLabel = "ID", description = "the new client id")
  private String id = "";

  @Option(names = "--name", paramLabel = "NAME", description = "the new name (default: the id)")
  private @Nullable String name;

  @Option(names = "--new-secret", description = "gives the copy a secret of its own")
  private boolean newSecret;

  @Mixin private OneClient which = new OneClient();
  @Mixin private NewSecretOptions secrets = new NewSecretOptions();
  @Mixin private Output output = new Output();
  @Spec private CommandSpec spec = CommandSpec.create();

  CopyCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    output.check();
    Input input = new Input(file, around.in());
    ClientRegistration original = which.of(input.document(CLIENTS), input);
    if (id.equals(original.clientId())) {
      throw CommandFailure.invalid("--id: is the original's; a copy needs another");
    }
    String newName = name == null ? id : name;
    NewSecret secret = newSecret ? secrets.make(newName, around) : null;
    ClientRegistration copy;
    try {
      copy = original.copyAs(id, newName);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    if (secret != null) {
      copy = copy.with(ClientProperties.CLIENT_SECRETS, List.of(secret.stored()));
    }
    output.write(RegistrationDocument.of(copy).toJson(), spec.commandLine().getOut());
    if (secret != null) {
      secrets.show(secret, spec.commandLine().getErr());
    } else if (copy.requireClientSecret()) {
      spec.commandLine().getErr().println("the copy has no secret, and needs one: --new-secret");
    }
    return CommandLine.ExitCode.OK;
  }
}
