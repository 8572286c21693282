package dev.tms.seal;

import com.google.crypto.tink.Aead;
import dev.tms.event.TmsListener;
import dev.tms.token.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys are that seal cookies and stored values. Every node of a service needs the same
 * keys. Immutable; nothing is read or written before {@link #open}.
 */
public final class Keys {
  private static final Logger log = System.getLogger(Keys.class.getName());

  private final @Nullable Path path;
  private final @Nullable Supplier<KeySets> inMemory;
  private final Supplier<KeyProtection> protection;
  private final boolean protectionSet;
  private final boolean allowReadableByAll;
  private final boolean mustExist;

  private Keys(
      @Nullable Path path,
      @Nullable Supplier<KeySets> inMemory,
      Supplier<KeyProtection> protection,
      boolean protectionSet,
      boolean allowReadableByAll,
      boolean mustExist) {
    this.path = path;
    this.inMemory = inMemory;
    this.protection = protection;
    this.protectionSet = protectionSet;
    this.allowReadableByAll = allowReadableByAll;
    this.mustExist = mustExist;
  }

  /**
   * Keys in a file. Where there is none it is created, readable and writable by its owner alone;
   * what is there is never replaced by new keys.
   */
  public static Keys file(Path path) {
    Objects.requireNonNull(path, "path");
    return new Keys(path, null, KeyProtection.None::new, false, false, false);
  }

  /**
   * New keys in the memory of this process, for tests and demonstrations: whatever they seal cannot
   * be opened after a restart. Rings opened from the same object share the keys.
   */
  public static Keys inMemory() {
    return new Keys(null, new Generated(), KeyProtection.None::new, false, false, false);
  }

  /**
   * The file is encrypted by this passphrase (PBKDF2WithHmacSHA256, 600,000 iterations, then
   * AES-256-GCM).
   *
   * @throws IllegalStateException if the file is encrypted otherwise already, or the keys are in
   *     memory
   */
  public Keys withPassphrase(Secret passphrase) {
    Objects.requireNonNull(passphrase, "passphrase");
    return protectedBy(() -> new KeyProtection.ByPassphrase(passphrase));
  }

  /**
   * As {@link #withPassphrase}, with the passphrase in a file of its own, which is read whenever
   * the keyset file is; a line break at its end does not count.
   *
   * @throws IllegalStateException if the file is encrypted otherwise already, or the keys are in
   *     memory
   */
  public Keys withPassphraseFile(Path passphraseFile) {
    Objects.requireNonNull(passphraseFile, "passphraseFile");
    return protectedBy(() -> KeyProtection.ByPassphrase.fromFile(passphraseFile));
  }

  /**
   * The file is encrypted by this cipher, for example one of a key management service. It is used
   * when the keys are opened, changed, or were changed by somebody else, and must be thread-safe.
   *
   * @throws IllegalStateException if the file is encrypted otherwise already, or the keys are in
   *     memory
   */
  public Keys encryptedBy(Aead aead) {
    Objects.requireNonNull(aead, "aead");
    return protectedBy(() -> new KeyProtection.ByAead(aead));
  }

  /**
   * Accepts a file in clear that all users of the machine can read, as mounted secrets often are.
   * One that all users can write is refused all the same.
   *
   * @throws IllegalStateException if the keys are in memory
   */
  public Keys allowReadableByAll() {
    return new Keys(requireFile(), null, protection, protectionSet, true, mustExist);
  }

  /**
   * Refuses to create the file: for services of several nodes, where every node would create one of
   * its own. Keys in memory are refused with this, too.
   */
  public Keys mustExist() {
    return new Keys(path, inMemory, protection, protectionSet, allowReadableByAll, true);
  }

  /**
   * Opens the keys, and creates the file where that is needed and allowed.
   *
   * @param clock tells when the file is to be read again
   * @param listener is told when the file was read again, or could not be
   * @throws InvalidKeysException if the file is missing and must exist, cannot be read or created,
   *     is empty, damaged, encrypted otherwise, or unsafe; or if the class path has a protobuf with
   *     which Tink does not work
   */
  public KeyRing open(InstantSource clock, TmsListener listener) {
    TinkCheck.require();
    if (inMemory != null) {
      if (mustExist) {
        throw new InvalidKeysException(
            "keys in memory cannot be shared by several nodes: use a keyset file");
      }
      return new KeyRing(null, inMemory.get(), new byte[0], false, clock, listener);
    }
    KeyFile file = keyFile();
    boolean created = !mustExist && !file.exists() && file.create(KeySets.generate());
    byte[] content = file.read();
    KeySets keys = file.decode(content);
    if (created) {
      log.log(
          Level.INFO,
          "created the keyset file {0}, readable by its owner alone: back it up, whoever loses it"
              + " signs everybody out",
          file.path());
    }
    return new KeyRing(this::keyFile, keys, content, created, clock, listener);
  }

  /** Whether a file in clear is accepted that all users of the machine can read. */
  public boolean mayBeReadByAll() {
    return allowReadableByAll && !protectionSet;
  }

  /** The file; empty for keys in memory. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

  /** Without a secret. */
  @Override
  public String toString() {
    return "Keys[" + (path == null ? "in memory" : path) + "]";
  }

  KeyFile keyFile() {
    return new KeyFile(requireFile(), protection.get(), allowReadableByAll);
  }

  private Keys protectedBy(Supplier<KeyProtection> by) {
    if (protectionSet) {
      throw new IllegalStateException(
          "a keyset file is encrypted by one passphrase or one Aead, a second was given");
    }
    return new Keys(requireFile(), null, by, true, allowReadableByAll, mustExist);
  }

  private Path requireFile() {
    if (path == null) {
      throw new IllegalStateException("keys in memory have no file");
    }
    return path;
  }

  /**
   * Keys that are made when they are first needed: by then it is known whether that is possible.
   */
  private static final class Generated implements Supplier<KeySets> {
    private @Nullable KeySets keys; // guarded by this

    @Override
    public synchronized KeySets get() {
      KeySets made = keys;
      if (made == null) {
        made = KeySets.generate();
        keys = made;
      }
      return made;
    }
  }
}
