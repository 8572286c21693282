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
 * The location of the keys that seal cookies and stored values. All nodes of a service need the
 * same keys. Immutable; accesses nothing before {@link #open}.
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
   * Returns keys in a file. A missing file is created, accessible only by its owner; new keys never
   * replace an existing file.
   */
  public static Keys file(Path path) {
    Objects.requireNonNull(path, "path");
    return new Keys(
        path, null, () -> new KeyProtection.Plain(null), false, false, false, List.of());
  }

  /**
   * Returns new in-memory keys, for tests and demonstrations: what they seal cannot be opened after
   * a restart. Rings opened from the same object share the keys.
   */
  public static Keys inMemory() {
    return new Keys(
        null, new Generated(), () -> new KeyProtection.Plain(null), false, false, false, List.of());
  }

  /** Encrypts the file (PBKDF2WithHmacSHA256 with 600,000 iterations, then AES-256-GCM). */
  public Keys withPassphrase(Secret passphrase) {
    Objects.requireNonNull(passphrase, "passphrase");
    return protectedBy(() -> new KeyProtection.ByPassphrase(passphrase), passphrase.problems());
  }

  /**
   * Like {@link #withPassphrase}, with the passphrase in a file that is read each time the keyset
   * file is; a trailing line break is ignored.
   */
  public Keys withPassphraseFile(Path passphraseFile) {
    Objects.requireNonNull(passphraseFile, "passphraseFile");
    return protectedBy(() -> KeyProtection.ByPassphrase.fromFile(passphraseFile), List.of());
  }

  /**
   * Encrypts the file with a cipher, for example of a KMS. The cipher is used when keys are opened,
   * changed, or reloaded after another process changed them, and must be thread-safe.
   */
  public Keys encryptedBy(Aead aead) {
    Objects.requireNonNull(aead, "aead");
    return protectedBy(() -> new KeyProtection.Plain(aead), List.of());
  }

  /** Accepts a world-readable, but no world-writable, plaintext file, such as a mounted secret. */
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
   * Refuses to create the file, for services with several nodes, each of which would create its
   * own. In-memory keys are refused as well.
   */
  public Keys mustExist() {
    return new Keys(path, inMemory, protection, protectionSet, allowReadableByAll, true, problems);
  }

  /**
   * Opens the keys, and creates the file if necessary and allowed.
   *
   * @param clock determines when the file is due for a check
   * @param listener receives reload events and failures
   * @throws InvalidKeysException if there are {@link #problems}; if the file is missing and must
   *     exist, or is unreadable, cannot be created, empty, damaged, encrypted differently or
   *     unsafe; or if the class path has a protobuf version that is incompatible with Tink
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

  /** Whether a world-readable plaintext file is accepted. */
  public boolean mayBeReadByAll() {
    return allowReadableByAll && !protectionSet;
  }

  /** Reports file settings of in-memory keys, conflicting encryption and an empty passphrase. */
  @Override
  public List<String> problems() {
    return problems;
  }

  /** Returns the file; empty for in-memory keys. */
  public Optional<Path> path() {
    return Optional.ofNullable(path);
  }

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

  /** Generates keys on first use, once it is known that this is possible. */
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
   * The keys cannot be used, or cannot be changed as requested. The message names the file, the
   * problem and the remedy; it contains no key or passphrase.
   */
  public static final class InvalidKeysException extends TmsException {
    private static final long serialVersionUID = 1L;

    InvalidKeysException(String message) {
      super(ErrorCode.INTERNAL_ERROR, message);
    }
  }

  /**
   * The non-secret properties of a key. A key is a pair, one half for sealing and one for lookup
   * names, with the same id and status; both are added, promoted and retired together.
   *
   * @param id positive
   * @param status the key's use
   * @param fingerprint 16 characters, equal for equal keys; does not reveal the key
   */
  public record KeyInfo(int id, Status status, String fingerprint) {
    /** The use of a key. */
    public enum Status {
      /** Seals new values and opens existing ones. */
      PRIMARY,
      /** Opens existing values. */
      ENABLED,
      /** Present in the file but unused. */
      DISABLED
    }
  }

  /**
   * Rotates the keys in a file in three steps: {@link #add} a key and let every node load it,
   * {@link #promote} it, and {@link #retire} the old key once nothing sealed with it is needed.
   * Each change replaces the file atomically and keeps its owner, group and permissions. Running
   * services follow within 60 s. Thread-safe; of two concurrent changes, one fails.
   */
  public static final class KeyRotation {
    private final Keys keys;

    private KeyRotation(Keys keys) {
      this.keys = keys;
    }

    /**
     * Returns the rotation of these keys.
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
     * @throws InvalidKeysException if the file exists or cannot be written
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
     * Returns the keys in file order.
     *
     * @throws InvalidKeysException if the file cannot be used
     */
    public List<KeyInfo> show() {
      KeyFile file = keys.keyFile();
      return file.decode(file.read()).infos();
    }

    /**
     * Adds a key that opens values but does not seal yet.
     *
     * @throws InvalidKeysException if the file cannot be used or changed
     */
    public KeyInfo add() {
      List<KeyInfo> infos = change(KeySets::add).infos();
      return infos.get(infos.size() - 1);
    }

    /**
     * Makes a key the primary one, which seals from now on. Every node must have loaded the key
     * before; otherwise it cannot open what this node seals.
     *
     * @throws InvalidKeysException if the key does not exist or is disabled, or if the file cannot
     *     be used or changed
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
     * Permanently removes a key; values sealed with it can never be opened again.
     *
     * @throws InvalidKeysException if the key does not exist or is primary, or if the file cannot
     *     be used or changed
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
     * Rewrites the file with the same keys and the protection of {@code other}: a new passphrase,
     * an Aead, or plaintext.
     *
     * @throws IllegalArgumentException if {@code other} names another file
     * @throws InvalidKeysException if the file cannot be used or changed
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
