package dev.tms.demo.cli;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.config.TmsConfiguration;
import dev.tms.seal.KeyRotation;
import dev.tms.seal.Keys;
import dev.tms.token.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which keyset file. */
final class KeysOptions {
  private static final String PASSPHRASE = "TMS_Keys__Passphrase";
  private static final String PASSPHRASE_FILE = "TMS_Keys__PassphraseFile";
  private static final String ALLOW_READABLE = "TMS_Keys__AllowReadableByAll";

  @ArgGroup(multiplicity = "1")
  private Choice choice = new Choice();

  /** One of the two. */
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

  /** The rotation of its keys. */
  KeyRotation rotation(Map<String, String> environment) {
    Path config = choice.config;
    if (config != null) {
      return KeyRotation.of(TmsConfiguration.load(config, environment).keys());
    }
    Path file = choice.file;
    if (file == null) {
      throw new IllegalStateException("the command line has one of the two");
    }
    return KeyRotation.of(keys(file, environment));
  }

  private static Keys keys(Path file, Map<String, String> environment) {
    String passphrase = value(environment, PASSPHRASE);
    String passphraseFile = value(environment, PASSPHRASE_FILE);
    if (passphrase != null && passphraseFile != null) {
      throw new InvalidConfigurationException(
          List.of(new Problem("Keys.Passphrase", "is set, and Keys.PassphraseFile too: keep one")));
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

  /** The value of a variable, whose name counts without regard to case as in a configuration. */
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
