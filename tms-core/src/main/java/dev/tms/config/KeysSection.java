package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;

import dev.tms.seal.Keys;
import dev.tms.token.Secret;
import java.nio.file.Path;
import java.util.List;

/**
 * Section {@code Keys}.
 *
 * @param file the keyset file
 * @param keys the same, with how it is protected
 */
record KeysSection(Path file, Keys keys) {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "Keys.File",
              FILE,
              "tms-keys.json",
              "keyset file; created where it is missing, unless nodes share a store. See [keys and"
                  + " rotation](keys-and-rotation.md)"),
          open("Keys.Passphrase", SECRET, "none", "passphrase that encrypts the keyset file"),
          open("Keys.PassphraseFile", FILE, "none", "file that holds the passphrase instead"),
          key(
              "Keys.AllowReadableByAll",
              BOOLEAN,
              "false",
              "accepts a keyset file in clear that all users can read, as mounted secrets often"
                  + " are"));

  /**
   * Reads it.
   *
   * @param shared whether several nodes need the same keys
   */
  static KeysSection read(Section in, boolean shared) {
    Path file = in.file("File");
    Secret passphrase = in.secret("Passphrase");
    Path passphraseFile = in.fileOrNull("PassphraseFile");
    Keys keys = Keys.file(file);
    if (shared) {
      keys = keys.mustExist();
    }
    if (passphrase != null) {
      keys =
          passphraseFile == null
              ? keys.withPassphrase(passphrase)
              : keys.withPassphraseFile(passphraseFile);
    }
    if (in.flag("AllowReadableByAll")) {
      keys = keys.allowReadableByAll();
    }
    return new KeysSection(file, keys);
  }
}
