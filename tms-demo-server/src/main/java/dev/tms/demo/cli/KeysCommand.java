package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.config.TmsConfiguration;
import dev.tms.demo.cli.client.CliCommand;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyInfo;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.token.Secret;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "keys",
    description = {
      "Makes and rotates the keys that cookies are sealed with.",
      "To rotate: add, let every node read the file, promote, wait for the longest session, retire."
    },
    synopsisSubcommandLabel = "COMMAND")
final class KeysCommand extends CliCommand.Group {
  private static final String KEY_ID = "id of a key, as 'keys show' lists it";

  KeysCommand(Surroundings around) {
    super(around);
  }

  @Command(description = "Creates the keyset file with one key.", mixinStandardHelpOptions = true)
  void create(@Mixin Keyset options) {
    print(rotation(options).create());
    hint("back the file up: anyone who loses it signs all users out");
  }

  @Command(
      description = "Adds a key that opens values but seals nothing yet.",
      mixinStandardHelpOptions = true)
  void add(@Mixin Keyset options) {
    print(rotation(options).add());
    hint("promote it once every node has read the file: two minutes of traffic, or a restart");
  }

  @Command(
      description = "Lists id, status and fingerprint of each key.",
      mixinStandardHelpOptions = true)
  void show(@Mixin Keyset options) {
    rotation(options).show().forEach(this::print);
  }

  @Command(description = "Seals with this key from now on.", mixinStandardHelpOptions = true)
  void promote(
      @Mixin Keyset options, @Parameters(paramLabel = "KEYID", description = KEY_ID) int keyId) {
    print(rotation(options).promote(keyId));
    hint("retire the old key when Session.AbsoluteTimeout has passed on every node");
  }

  @Command(
      description = "Removes a key for good: what it sealed never opens again.",
      mixinStandardHelpOptions = true)
  void retire(
      @Mixin Keyset options, @Parameters(paramLabel = "KEYID", description = KEY_ID) int keyId) {
    KeyRotation rotation = rotation(options);
    rotation.retire(keyId);
    rotation.show().forEach(this::print);
  }

  private KeyRotation rotation(Keyset options) {
    return options.rotation(around.environment());
  }

  private void print(KeyInfo key) {
    String status = key.status().name().toLowerCase(Locale.ROOT);
    out().printf(Locale.ROOT, "%-10d  %-8s  %s%n", key.id(), status, key.fingerprint());
  }

  private void hint(String text) {
    err().println(text);
  }

  static final class Keyset {
    private static final String PASSPHRASE = "TMS_Keys__Passphrase";
    private static final String PASSPHRASE_FILE = "TMS_Keys__PassphraseFile";
    private static final String ALLOW_READABLE = "TMS_Keys__AllowReadableByAll";

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    private static final class Choice {
      @Option(
          names = "--config",
          paramLabel = "FILE",
          description = "the service's configuration file, which names the keyset file")
      private @Nullable Path config;

      @Option(
          names = "--file",
          paramLabel = "FILE",
          description =
              "the keyset file itself; a passphrase comes from the environment, "
                  + PASSPHRASE
                  + " or "
                  + PASSPHRASE_FILE)
      private @Nullable Path file;
    }

    KeyRotation rotation(Map<String, String> environment) {
      Path config = choice.config;
      if (config != null) {
        return KeyRotation.of(TmsConfiguration.load(config, environment).keys());
      }
      return KeyRotation.of(keys(Objects.requireNonNull(choice.file), environment));
    }

    private static Keys keys(Path file, Map<String, String> environment) {
      String passphrase = value(environment, PASSPHRASE);
      String passphraseFile = value(environment, PASSPHRASE_FILE);
      if (passphrase != null && passphraseFile != null) {
        throw new InvalidConfigurationException(
            "Keys.Passphrase", "is set, and Keys.PassphraseFile too: keep one");
      }
      Keys keys = Keys.file(file);
      if (passphrase != null) {
        keys = keys.withPassphrase(Secret.of(passphrase));
      } else if (passphraseFile != null) {
        keys = keys.withPassphraseFile(Path.of(passphraseFile));
      }
      String allowReadable = value(environment, ALLOW_READABLE);
      return Boolean.parseBoolean(allowReadable) ? keys.allowReadableByAll() : keys;
    }

    private static @Nullable String value(Map<String, String> environment, String name) {
      String wanted = name.toLowerCase(Locale.ROOT);
      return environment.entrySet().stream()
          .filter(variable -> variable.getKey().toLowerCase(Locale.ROOT).equals(wanted))
          .map(Map.Entry::getValue)
          .filter(value -> !value.isEmpty())
          .findFirst()
          .orElse(null);
    }
  }
}
