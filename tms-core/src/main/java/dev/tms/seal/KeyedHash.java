package dev.tms.seal;

import dev.tms.seal.KeyRing.LiveKeys;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Computes lookup names: HMAC-SHA-256 over a label and length-prefixed fields. Thread-safe. */
public final class KeyedHash {
  private static final String FORMAT_VERSION = "tms-name-1";
  private static final int BYTES = 32;

  private final KeyRing ring;

  public KeyedHash(KeyRing ring) {
    this.ring = ring;
  }

  public int primaryId() {
    return ring.live().primaryId();
  }

  /** Returns the ids of all enabled keys, the primary one first. */
  List<Integer> enabledIds() {
    return ring.live().enabledIds();
  }

  /** Returns the fields' name under one key, 43 base64url characters; empty if the key is gone. */
  public Optional<String> name(int keyId, String label, String... fields) {
    return name(ring.live(), keyId, label, fields);
  }

  /** Returns the fields' names under every enabled key, the primary one first; never empty. */
  public List<String> names(String label, String... fields) {
    LiveKeys live = ring.live();
    List<String> names = new ArrayList<>();
    for (int id : live.enabledIds()) {
      name(live, id, label, fields).ifPresent(names::add);
    }
    return names;
  }

  private static Optional<String> name(LiveKeys live, int keyId, String label, String... fields) {
    return live.prf(keyId)
        .map(
            prf -> {
              try {
                byte[] row =
                    Sealer.lengthPrefixed(
                        Sealer.lengthPrefixed(FORMAT_VERSION, label),
                        Sealer.lengthPrefixed(fields));
                return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(prf.compute(row, BYTES));
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("naming failed for label " + label, e);
              }
            });
  }
}
