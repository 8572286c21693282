package dev.tms.seal;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.prf.Prf;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of one moment, ready for use. Immutable.
 *
 * @param aead seals under the primary key, opens under every enabled one
 * @param primaryId the id of the primary key
 * @param enabledIds the ids of all enabled keys, the primary one first
 * @param prfs the index halves of the enabled keys
 * @param infos what may be told about them
 */
record LiveKeys(
    Aead aead,
    int primaryId,
    List<Integer> enabledIds,
    Map<Integer, Prf> prfs,
    List<KeyInfo> infos) {
  LiveKeys {
    enabledIds = List.copyOf(enabledIds);
    prfs = Map.copyOf(prfs);
    infos = List.copyOf(infos);
  }

  Optional<Prf> prf(int keyId) {
    return Optional.ofNullable(prfs.get(keyId));
  }
}
