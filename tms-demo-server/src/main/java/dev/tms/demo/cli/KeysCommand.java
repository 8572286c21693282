package dev.tms.demo.cli;

import dev.tms.seal.KeyInfo;
import dev.tms.seal.KeyRotation;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and rotates the keys that cookies are sealed with. */
@Command(
    name = "keys",
    description = {
      "Makes and rotates the keys that cookies are sealed with.",
      "To rotate: add, let every node read the file, promote, wait for the longest session, retire."
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class KeysCommand implements Runnable {
  private static final String KEY_ID = "id of a key, as 'keys show' lists it";

  private final Map<String, String> environment;

  @Spec private CommandSpec spec = CommandSpec.create();

  KeysCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "keys needs a command: create, add, show, promote or retire");
  }

  /** {@code keys create}. */
  @Command(description = "Creates the keyset file with one key.", mixinStandardHelpOptions = true)
  int create(@Mixin KeysOptions options) {
    print(rotation(options).create());
    hint("back the file up: anyone who loses it signs all users out");
    return CommandLine.ExitCode.OK;
  }

  /** {@code keys add}. */
  @Command(
      description = "Adds a key that opens values but seals nothing yet.",
      mixinStandardHelpOptions = true)
  int add(@Mixin KeysOptions options) {
    print(rotation(options).add());
    hint("promote it once every node has read the file: two minutes of traffic, or a restart");
    return CommandLine.ExitCode.OK;
  }

  /** {@code keys show}. */
  @Command(
      description = "Lists id, status and fingerprint of each key.",
      mixinStandardHelpOptions = true)
  int show(@Mixin KeysOptions options) {
    rotation(options).show().forEach(this::print);
    return CommandLine.ExitCode.OK;
  }

  /** {@code keys promote KEYID}. */
  @Command(description = "Seals with this key from now on.", mixinStandardHelpOptions = true)
  int promote(
      @Mixin KeysOptions options,
      @Parameters(paramLabel = "KEYID", description = KEY_ID) int keyId) {
    print(rotation(options).promote(keyId));
    hint("retire the old key when Session.AbsoluteTimeout has passed on every node");
    return CommandLine.ExitCode.OK;
  }

  /** {@code keys retire KEYID}. */
  @Command(
      description = "Removes a key for good: what it sealed never opens again.",
      mixinStandardHelpOptions = true)
  int retire(
      @Mixin KeysOptions options,
      @Parameters(paramLabel = "KEYID", description = KEY_ID) int keyId) {
    KeyRotation rotation = rotation(options);
    rotation.retire(keyId);
    rotation.show().forEach(this::print);
    return CommandLine.ExitCode.OK;
  }

  private KeyRotation rotation(KeysOptions options) {
    return options.rotation(environment);
  }

  private void print(KeyInfo key) {
    String status = key.status().name().toLowerCase(Locale.ROOT);
    spec.commandLine()
        .getOut()
        .printf(Locale.ROOT, "%-10d  %-8s  %s%n", key.id(), status, key.fingerprint());
  }

  private void hint(String text) {
    spec.commandLine().getErr().println(text);
  }
}
