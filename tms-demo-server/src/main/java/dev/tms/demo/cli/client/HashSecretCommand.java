package dev.tms.demo.cli.client;

import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code client hash-secret}. */
@Command(
    name = "hash-secret",
    description = {
      "Prints the hash under which providers of the IdentityServer family keep a secret.",
      "The secret is read from a file or standard input, and never an argument: others on the"
          + " machine see those."
    },
    mixinStandardHelpOptions = true)
final class HashSecretCommand implements Callable<Integer> {
  private static final int GUESSABLE = 32;

  private final Surroundings around;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "holds the secret (default: -, standard input); a line break at its end"
              + " does not count")
  private String file = "-";

  @Option(names = "--sha512", description = "SHA-512 instead of SHA-256")
  private boolean sha512;

  @Spec private CommandSpec spec = CommandSpec.create();

  HashSecretCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Secret secret = new Input(file, around.in()).secret();
    if (SecretHash.isHash(secret)) {
      spec.commandLine().getErr().println("this looks like a hash already");
    } else if (secret.length() < GUESSABLE) {
      spec.commandLine()
          .getErr()
          .println(
              "the hash has no salt: a secret of less than "
                  + GUESSABLE
                  + " characters may be found by trying");
    }
    Secret hash = sha512 ? SecretHash.sha512(secret) : SecretHash.of(secret);
    spec.commandLine().getOut().println(hash.reveal());
    return CommandLine.ExitCode.OK;
  }
}
