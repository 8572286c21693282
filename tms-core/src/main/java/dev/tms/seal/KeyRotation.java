package dev.tms.seal;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Changes a keyset file, in three safe steps: {@link #add} a key and let every node read it, {@link
 * #promote} it, and {@link #retire} the old one once nothing that it sealed matters any more. Every
 * change replaces the file in one step and keeps its owner, group and permissions. Running services
 * follow within 60 s. Thread-safe; two changes at once do not mix, one of them fails.
 */
public final class KeyRotation {
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
   * Makes a key the primary one, which seals from now on. Every node must have read the key before,
   * or it cannot open what this node seals.
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
