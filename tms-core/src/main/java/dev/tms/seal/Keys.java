package dev.tms.seal;

import com.google.crypto.tink.Aead;
import dev.tms.event.TmsListener;
import dev.tms.problem.Checked;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.token.Secret;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the keys are that seal cookies and stored values. Every node of a service needs the same
 * keys. Immutable; nothing is read or written before {@link #open}.
 */
public final class Keys implements Checked<Keys> {
  private static final Logger log = System.getLogger(Keys.class.getName());

  private final @Nullable Path path;
  private final @Nullable Supplier<KeySets> inMemory;
  private final Supplier<KeyProtection> protection;
  private final boolean protectionSet;
  private final boolean allowReadableByAll;
  private final boolean mustExist;
  private final List<String> problems;

  private Keys(
      @Nullable Path path,
      @Nullable Supplier<KeySets> inMemory,
      Supplier<KeyProtection> protection,
      boolean protectionSet,
      boolean allowReadableByAll,
      boolean mustExist,
      List<String> problems) {
    this.problems = problems;
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
    return new Keys(
        path, null, () -> new KeyProtection.Plain(null), false, false, false, List.of());
  }

  /**
   * New keys in the memory of this process, for tests and demonstrations: whatever they seal cannot
   * be opened after a restart. Rings opened from the same object share the keys.
   */
  public static Keys inMemory() {
    return new Keys(
        null, new Generated(), () -> new KeyProtection.Plain(null), false, false, false, List.of());
  }

  /**
   * The file is encrypted by this passphrase (PBKDF2WithHmacSHA256, 600,000 iterations, then
   * AES-256-GCM).
   */
  public Keys withPassphrase(Secret passphrase) {
    Objects.requireNonNull(passphrase, "passphrase");
    return protectedBy(() -> new KeyProtection.ByPassphrase(passphrase), passphrase.problems());
  }

  /**
   * As {@link #withPassphrase}, with the passphrase in a file of its own, which is read whenever
   * the keyset file is; a line break at its end does not count.
   */
  public Keys withPassphraseFile(Path passphraseFile) {
    Objects.requireNonNull(passphraseFile, "passphraseFile");
    return protectedBy(() -> KeyProtection.ByPassphrase.fromFile(passphraseFile), List.of());
  }

  /**
   * The file is encrypted by this cipher, for example one of a key management service. It is used
   * when the keys are opened, changed, or were changed by another process, and must be thread-safe.
   */
  public Keys encryptedBy(Aead aead) {
    Objects.requireNonNull(aead, "aead");
    return protectedBy(() -> new KeyProtection.Plain(aead), List.of());
  }

  /**
   * Accepts a file in clear that all users of the machine can read, as mounted secrets often are.
   * One that all users can write is refused nevertheless.
   */
  public Keys allowReadableByAll() {
    return new Keys(
        path,
        inMemory,
        protection,
        protectionSet,
        true,
        mustExist,
        problems("allowReadableByAll", List.of()));
  }

  /**
   * Refuses to create the file: for services of several nodes, where every node would create one of
   * its own. Keys in memory are refused with this, too.
   */
  public Keys mustExist() {
    return new Keys(path, inMemory, protection, protectionSet, allowReadableByAll, true, problems);
  }

  /**
   * Opens the keys, and creates the file where that is needed and allowed.
   *
   * @param clock tells when the file is to be read again
   * @param listener hears when the file was read again, or could not be
   * @throws InvalidKeysException if there are {@link #problems}, the file is missing and must
   *     exist, cannot be read or created, is empty, damaged, encrypted otherwise, or unsafe; or if
   *     the class path has a protobuf with which Tink does not work
   */
  public KeyRing open(InstantSource clock, TmsListener listener) {
    refuseProblems();
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
          "created the keyset file {0}, readable by its owner alone: back it up, anyone who loses"
              + " it signs all users out",
          file.path());
    }
    return new KeyRing(this::keyFile, keys, content, created, clock, listener);
  }

  /** Whether a file in clear is accepted that all users of the machine can read. */
  public boolean mayBeReadByAll() {
    return allowReadableByAll && !protectionSet;
  }

  /**
   * That the keys are in memory and have no file, the file is encrypted in two ways, or the
   * passphrase is empty.
   */
  @Override
  public List<String> problems() {
    return problems;
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

  private void refuseProblems() {
    if (!problems.isEmpty()) {
      throw new InvalidKeysException(String.join("; ", problems));
    }
  }

  KeyFile keyFile() {
    refuseProblems();
    if (path == null) {
      throw new IllegalStateException("keys in memory have no file");
    }
    return new KeyFile(path, protection.get(), allowReadableByAll);
  }

  private Keys protectedBy(Supplier<KeyProtection> by, List<String> wrong) {
    return new Keys(
        path, inMemory, by, true, allowReadableByAll, mustExist, problems("encryption", wrong));
  }

  /** The problems, with what is wrong with setting this, too. */
  private List<String> problems(String setting, List<String> wrong) {
    List<String> found = new ArrayList<>(problems);
    found.addAll(wrong);
    if (path == null) {
      found.add("keys in memory have no file: " + setting + " is for a keyset file");
    } else if (protectionSet && setting.equals("encryption")) {
      found.add("a keyset file is encrypted by one passphrase or one Aead, a second was given");
    }
    return List.copyOf(found);
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

  /**
   * The keys cannot be used, or not be changed as asked. The message says which file, what is wrong
   * with it and what to do; it holds no key and no passphrase.
   */
  public static final class InvalidKeysException extends TmsException {
    private static final long serialVersionUID = 1L;

    InvalidKeysException(String message) {
      super(ErrorCode.INTERNAL_ERROR, message);
    }
  }

  /**
   * What may be told about one key. A key is a pair, one half for sealing and one for lookup names;
   * both have the same id and status and are added, promoted and retired together.
   *
   * @param id the key's id, positive
   * @param status what it is used for
   * @param fingerprint 16 characters, equal for equal keys, from which the key cannot be found
   */
  public record KeyInfo(int id, Status status, String fingerprint) {
    /** What a key is used for. */
    public enum Status {
      /** Seals new values and opens old ones. */
      PRIMARY,
      /** Opens values. */
      ENABLED,
      /** Stands in the file and is not used. */
      DISABLED
    }
  }

  /**
   * Changes a keyset file, in three safe steps: {@link #add} a key and let every node read it,
   * {@link #promote} it, and {@link #retire} the old one once nothing that it sealed matters any
   * more. Every change replaces the file in one step and keeps its owner, group and permissions.
   * Running services follow within 60 s. Thread-safe; two changes at once do not mix, one of them
   * fails.
   */
  public static final class KeyRotation {
    private final Keys keys;

    private KeyRotation(Keys keys) {
      this.keys = keys;
    }

    /**
     * The rotation of these keys.
     *
     * @throws IllegalStateException if they are in memory
     */
    public static KeyRotation of(Keys keys) {
      if (keys.path().isEmpty()) {
        throw new IllegalStateException("keys in memory have no file");
      }
      return new KeyRotation(keys);
    }

    /**
     * Creates the file with one key.
     *
     * @throws InvalidKeysException if there is a file, or it cannot be written
     */
    public KeyInfo create() {
      KeyFile file = keys.keyFile();
      KeySets first = KeySets.generate();
      if (file.exists() || !file.create(first)) {
        throw file.problem("exists already and is left alone");
      }
      return first.infos().get(0);
    }

    /**
     * The keys in the file, in its order.
     *
     * @throws InvalidKeysException if the file cannot be used
     */
    public List<KeyInfo> show() {
      KeyFile file = keys.keyFile();
      return file.decode(file.read()).infos();
    }

    /**
     * Adds a key that opens values, but does not seal yet.
     *
     * @throws InvalidKeysException if the file cannot be used or not be changed
     */
    public KeyInfo add() {
      List<KeyInfo> infos = change(KeySets::add).infos();
      return infos.get(infos.size() - 1);
    }

    /**
     * Makes a key the primary one, which seals from now on. Every node must have read the key
     * before, or it cannot open what this node seals.
     *
     * @throws InvalidKeysException if there is no such key or it is disabled, or if the file cannot
     *     be used or not be changed
     */
    public KeyInfo promote(int keyId) {
      return find(
          keyId,
          change(
                  sets -> {
                    if (find(keyId, sets.infos()).status() == KeyInfo.Status.DISABLED) {
                      throw keys.keyFile().problem("holds key " + keyId + " disabled");
                    }
                    return sets.promote(keyId);
                  })
              .infos());
    }

    /**
     * Removes a key from the file for good; what it sealed never opens again.
     *
     * @throws InvalidKeysException if there is no such key or it is the primary one, or if the file
     *     cannot be used or not be changed
     */
    public void retire(int keyId) {
      change(
          sets -> {
            if (find(keyId, sets.infos()).status() == KeyInfo.Status.PRIMARY) {
              throw keys.keyFile()
                  .problem("seals with key " + keyId + ", the primary one: promote another first");
            }
            return sets.retire(keyId);
          });
    }

    /**
     * Writes the same keys to the same file, encrypted as {@code other} says: a new passphrase, an
     * Aead, or in clear.
     *
     * @throws IllegalArgumentException if {@code other} names another file
     * @throws InvalidKeysException if the file cannot be used or not be changed
     */
    public void protectBy(Keys other) {
      if (!keys.path().equals(other.path())) {
        throw new IllegalArgumentException("the file stays the same, got another one");
      }
      keys.keyFile().replace(UnaryOperator.identity(), other.keyFile().protection());
    }

    private KeySets change(UnaryOperator<KeySets> step) {
      KeyFile file = keys.keyFile();
      return file.replace(step, file.protection());
    }

    private KeyInfo find(int keyId, List<KeyInfo> infos) {
      return infos.stream()
          .filter(info -> info.id() == keyId)
          .findFirst()
          .orElseThrow(() -> keys.keyFile().problem("holds no key " + keyId));
    }
  }
}
