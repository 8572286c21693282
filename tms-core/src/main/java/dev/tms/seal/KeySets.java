package dev.tms.seal;

import static java.util.stream.Collectors.toCollection;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.PrfConfig2026;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.subtle.Random;
import dev.tms.seal.KeyRing.LiveKeys;
import dev.tms.seal.Keys.KeyInfo;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** Sealing and index keysets with the same ids and statuses at the same positions. Immutable. */
final class KeySets {
  static final Configuration SEAL = AeadConfig2026.get();
  static final Configuration INDEX = PrfConfig2026.get();

  private static final int FINGERPRINT_BYTES = 12;

  private final KeysetHandle seal;
  private final KeysetHandle index;

  private KeySets(KeysetHandle seal, KeysetHandle index) {
    this.seal = seal;
    this.index = index;
  }

  static KeySets generate() {
    int id = randomId();
    try {
      KeysetHandle seal =
          KeysetHandle.newBuilder()
              .setConfiguration(SEAL)
              .addEntry(newSeal(id).makePrimary())
              .build();
      KeysetHandle index =
          KeysetHandle.newBuilder()
              .setConfiguration(INDEX)
              .addEntry(newIndex(id).makePrimary())
              .build();
      return new KeySets(seal, index);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key could be made", e);
    }
  }

  static KeySets of(KeysetHandle seal, KeysetHandle index) throws GeneralSecurityException {
    boolean matching = seal.size() == index.size();
    for (int i = 0; matching && i < seal.size(); i++) {
      KeysetHandle.Entry left = seal.getAt(i);
      KeysetHandle.Entry right = index.getAt(i);
      matching =
          left.getId() == right.getId()
              && left.getStatus() == right.getStatus()
              && left.isPrimary() == right.isPrimary()
              && left.getKey().getParameters().equals(PredefinedAeadParameters.AES256_GCM)
              && right.getKey().getParameters().equals(PredefinedPrfParameters.HMAC_SHA256_PRF);
    }
    if (!matching
        || IntStream.range(0, seal.size()).map(i -> seal.getAt(i).getId()).distinct().count()
            != seal.size()) {
      throw new GeneralSecurityException("the two keysets do not match");
    }
    KeySets keys = new KeySets(seal, index);
    if (keys.infos().stream().noneMatch(info -> info.status() == KeyInfo.Status.PRIMARY)) {
      throw new GeneralSecurityException("no key is primary");
    }
    return keys;
  }

  KeysetHandle seal() {
    return seal;
  }

  KeysetHandle index() {
    return index;
  }

  /** Appends a key, enabled but not primary. */
  KeySets add() {
    int random = randomId();
    while (has(random)) {
      random = randomId();
    }
    return new KeySets(
        build(sealBuilder().addEntry(newSeal(random))),
        build(indexBuilder().addEntry(newIndex(random))));
  }

  KeySets promote(int id) {
    int at = indexOf(id);
    KeysetHandle.Builder sealBuilder = sealBuilder();
    KeysetHandle.Builder indexBuilder = indexBuilder();
    sealBuilder.getAt(at).makePrimary();
    indexBuilder.getAt(at).makePrimary();
    return new KeySets(build(sealBuilder), build(indexBuilder));
  }

  KeySets retire(int id) {
    int at = indexOf(id);
    return new KeySets(build(sealBuilder().deleteAt(at)), build(indexBuilder().deleteAt(at)));
  }

  List<KeyInfo> infos() {
    return IntStream.range(0, seal.size()).mapToObj(this::info).toList();
  }

  LiveKeys live() {
    try {
      PrfSet prfs = index.getPrimitive(INDEX, PrfSet.class);
      int primary = seal.getPrimary().getId();
      List<Integer> enabled =
          infos().stream()
              .filter(info -> info.status() == KeyInfo.Status.ENABLED)
              .map(KeyInfo::id)
              .collect(toCollection(ArrayList::new));
      enabled.add(0, primary);
      return new LiveKeys(
          seal.getPrimitive(SEAL, Aead.class), primary, enabled, prfs.getPrfs(), infos());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("checked keysets are usable", e);
    }
  }

  private KeyInfo info(int at) {
    KeysetHandle.Entry entry = seal.getAt(at);
    KeyInfo.Status status =
        entry.isPrimary()
            ? KeyInfo.Status.PRIMARY
            : entry.getStatus() == KeyStatus.ENABLED
                ? KeyInfo.Status.ENABLED
                : KeyInfo.Status.DISABLED;
    return new KeyInfo(entry.getId(), status, fingerprint(at));
  }

  @AccessesPartialKey
  private String fingerprint(int at) {
    // a digest of two 256-bit random halves reveals nothing
    byte[] halves =
        Sealer.lengthPrefixed(
            Sealer.lengthPrefixed("tms-key-fingerprint-1", String.valueOf(seal.getAt(at).getId())),
            ((AesGcmKey) seal.getAt(at).getKey())
                .getKeyBytes()
                .toByteArray(InsecureSecretKeyAccess.get()),
            ((HmacPrfKey) index.getAt(at).getKey())
                .getKeyBytes()
                .toByteArray(InsecureSecretKeyAccess.get()));
    byte[] digest = Sealer.sha256(halves);
    return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, FINGERPRINT_BYTES));
  }

  private boolean has(int id) {
    return IntStream.range(0, seal.size()).anyMatch(i -> seal.getAt(i).getId() == id);
  }

  private int indexOf(int id) {
    return IntStream.range(0, seal.size())
        .filter(i -> seal.getAt(i).getId() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no key with this id"));
  }

  private KeysetHandle.Builder sealBuilder() {
    return KeysetHandle.newBuilder(seal).setConfiguration(SEAL);
  }

  private KeysetHandle.Builder indexBuilder() {
    return KeysetHandle.newBuilder(index).setConfiguration(INDEX);
  }

  private static KeysetHandle build(KeysetHandle.Builder builder) {
    try {
      return builder.build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a keyset could not be changed", e);
    }
  }

  private static int randomId() {
    // positive, because people copy ids between command lines
    return 1 + Random.randInt(Integer.MAX_VALUE - 1);
  }

  private static KeysetHandle.Builder.Entry newSeal(int id) {
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withFixedId(id);
  }

  private static KeysetHandle.Builder.Entry newIndex(int id) {
    return KeysetHandle.generateEntryFromParameters(PredefinedPrfParameters.HMAC_SHA256_PRF)
        .withFixedId(id);
  }
}
