package dev.tms.demo.cli.client;

import dev.tms.demo.cli.client.DocumentOptions.OneClient;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.NewSecret;
import dev.tms.registration.SecretHash;
import dev.tms.registration.Spelling;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.dynamic.ClientMetadata;
import dev.tms.registration.dynamic.MetadataConversion;
import dev.tms.registration.dynamic.MetadataConversion.Converted;
import dev.tms.registration.dynamic.MetadataConversion.Loss;
import dev.tms.registration.dynamic.RegisteredClient;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.report.Rule;
import dev.tms.token.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code client} commands that work on one document or none. */
@Command(name = "client", description = "Checks and makes what providers keep about clients.")
final class ClientCommands extends CliCommand.Group {
  private static final int GUESSABLE = 32;

  enum Form {
    REGISTRATION,
    RFC7591
  }

  ClientCommands(Surroundings around) {
    super(around);
  }

  @Command(
      description = "Lists the rules that lint applies; * marks those that --fix fixes.",
      mixinStandardHelpOptions = true)
  void rules() {
    for (Rule rule : Linter.rules()) {
      String fixable = rule.isFixable() ? "*" : " ";
      out()
          .printf(
              Locale.ROOT,
              "%-8s %s %s: %s%n",
              rule.severity().toString(),
              fixable,
              rule.id(),
              rule.title());
    }
  }

  @Command(
      description = {
        "Makes another client of one: everything but id, name and secrets.",
        "Redirect URIs are copied, too: look at them."
      },
      mixinStandardHelpOptions = true)
  void copy(
      @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
          String file,
      @Option(names = "--id", required = true, paramLabel = "ID", description = "the new client id")
          String id,
      @Option(names = "--name", paramLabel = "NAME", description = "the new name (default: the id)")
          @Nullable String name,
      @Option(names = "--new-secret", description = "gives the copy a secret of its own")
          boolean newSecret,
      @Mixin OneClient which,
      @Mixin Output.OfSecret secrets,
      @Mixin Output output) {
    output.check();
    Input input = new Input(file, around.in());
    ClientRegistration original = which.of(input.document(input.text(), null), input);
    if (id.equals(original.clientId())) {
      throw CommandFailure.invalid("--id: is the original's; a copy needs another");
    }
    String newName = name == null ? id : name;
    NewSecret secret = newSecret ? secrets.make(newName, around) : null;
    ClientRegistration copy = made(() -> original.copyAs(id, newName));
    if (secret != null) {
      copy = copy.with(ClientProperties.CLIENT_SECRETS, List.of(secret.stored()));
    }
    output.write(RegistrationDocument.of(copy).toJson(), out());
    if (secret != null) {
      secrets.show(secret, err());
    } else if (copy.requireClientSecret()) {
      err().println("the copy has no secret, and needs one: --new-secret");
    }
  }

  @Command(
      name = "hash-secret",
      description = {
        "Prints the hash under which providers of the IdentityServer family keep a secret.",
        "The secret is read from a file or standard input, and never an argument: others on the"
            + " machine see those."
      },
      mixinStandardHelpOptions = true)
  void hashSecret(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              defaultValue = "-",
              description =
                  "holds the secret (default: -, standard input); a line break at its end"
                      + " does not count")
          String file,
      @Option(names = "--sha512", description = "SHA-512 instead of SHA-256") boolean sha512) {
    Secret secret = new Input(file, around.in()).secret();
    if (SecretHash.isHash(secret)) {
      err().println("this looks like a hash already");
    } else if (secret.length() < GUESSABLE) {
      err()
          .println(
              "the hash has no salt: a secret of less than "
                  + GUESSABLE
                  + " characters may be found by trying");
    }
    out().println((sha512 ? SecretHash.sha512(secret) : SecretHash.of(secret)).reveal());
  }

  @Command(
      description = {
        "Writes clients as another kind of provider keeps them, or in another spelling.",
        "Prints what has no place there on standard error."
      },
      mixinStandardHelpOptions = true)
  void convert(
      @Parameters(paramLabel = "FILE", description = "the document; - for standard input")
          String file,
      @Option(
              names = "--from",
              paramLabel = "FORM",
              defaultValue = "registration",
              description = "registration (the default: of the IdentityServer family), rfc7591")
          Form from,
      @Option(
              names = "--to",
              paramLabel = "FORM",
              defaultValue = "registration",
              description = "registration (the default), rfc7591")
          Form to,
      @Option(
              names = "--spelling",
              paramLabel = "FORM",
              description =
                  "with --to registration, of member names: camel (clientId), pascal (ClientId)")
          @Nullable Spelling spelling,
      @Option(
              names = "--id",
              paramLabel = "ID",
              description = "with --from rfc7591: the client id, where the metadata have none")
          @Nullable String id,
      @Mixin OneClient which,
      @Mixin DocumentOptions documents,
      @Mixin Output output) {
    output.check();
    Input input = new Input(file, around.in());
    List<Loss> losses = new ArrayList<>();
    try {
      RegistrationDocument document;
      if (from == Form.REGISTRATION) {
        document = documents.read(input, Kinds.ALL);
      } else {
        Converted<ClientRegistration> read = fromMetadata(id, input.members());
        losses.addAll(read.losses());
        document = RegistrationDocument.of(read.value());
      }
      String json;
      if (to == Form.REGISTRATION) {
        json = (spelling == null ? document : document.spelled(spelling)).toJson();
      } else {
        Converted<ClientMetadata> written =
            MetadataConversion.toMetadata(which.of(document, input));
        losses.addAll(written.losses());
        json = JsonText.write(written.value().members());
      }
      output.writeSecret(json, out());
    } catch (IllegalArgumentException e) {
      throw CommandFailure.invalid(String.valueOf(e.getMessage()));
    }
    losses.forEach(loss -> err().println("lost: " + loss));
  }

  private static Converted<ClientRegistration> fromMetadata(
      @Nullable String id, Map<String, Object> members) {
    return id == null
        ? MetadataConversion.fromRegistered(RegisteredClient.of(members))
        : MetadataConversion.fromMetadata(id, ClientMetadata.of(members));
  }
}
