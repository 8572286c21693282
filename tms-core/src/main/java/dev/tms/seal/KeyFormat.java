package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import dev.tms.http.Json;
import dev.tms.seal.KeyedHash.LengthPrefixed;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The content of a keyset file: one JSON object of {@code format}, {@code version}, {@code
 * protection} with its {@code parameters}, the keys' {@code fingerprints}, and the keysets {@code
 * seal} and {@code index} in Tink's JSON, in clear or encrypted.
 */
final class KeyFormat {
  private static final String FORMAT = "tms-keys";
  private static final int VERSION = 1;

  private KeyFormat() {}

  static byte[] encode(KeySets keys, KeyProtection protection) throws GeneralSecurityException {
    KeyProtection.Wrapping wrapping = protection.fresh();
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("format", FORMAT);
    file.put("version", VERSION);
    file.put("protection", protection.wire());
    file.put("parameters", wrapping.parameters());
    file.put("fingerprints", fingerprints(keys));
    file.put("seal", write("seal", keys.seal(), KeySets.SEAL, wrapping));
    file.put("index", write("index", keys.index(), KeySets.INDEX, wrapping));
    return Json.write(file);
  }

  /**
   * The keys in this content.
   *
   * @throws InvalidKeysException with a message that goes on after the file's name
   */
  static KeySets decode(byte[] content, KeyProtection protection) {
    Map<String, Object> file =
        Json.read(content)
            .filter(object -> FORMAT.equals(object.get("format")))
            .orElseThrow(
                () ->
                    new InvalidKeysException(
                        "is damaged, or no keyset file: restore it from a backup"));
    if (!Integer.valueOf(VERSION).equals(file.get("version"))) {
      throw new InvalidKeysException(
          "has a format version that this release does not know: use the release that wrote it, or"
              + " a newer one");
    }
    requireProtection(String.valueOf(file.get("protection")), protection);
    try {
      KeyProtection.Wrapping wrapping =
          protection
              .of(file.get("parameters") instanceof Map<?, ?> map ? map : Map.of())
              .orElseThrow(
                  () ->
                      new InvalidKeysException(
                          "is damaged (its parameters are not valid): restore it from a backup"));
      KeySets keys =
          KeySets.of(
              read("seal", file.get("seal"), KeySets.SEAL, wrapping),
              read("index", file.get("index"), KeySets.INDEX, wrapping));
      // any 32 bytes are a key: without this a damaged one would silently be another
      if (!fingerprints(keys).equals(file.get("fingerprints"))) {
        throw new InvalidKeysException(
            "is damaged (its keys do not have their fingerprints): restore it from a backup");
      }
      return keys;
    } catch (GeneralSecurityException | RuntimeException e) {
      if (e instanceof InvalidKeysException invalid) {
        throw invalid;
      }
      // the cause may quote the file and is dropped
      throw new InvalidKeysException(
          protection instanceof KeyProtection.ByPassphrase
              ? "does not open: the passphrase is wrong, or the file is damaged (then restore it"
                  + " from a backup)"
              : protection.wire().equals("aead")
                  ? "does not open: the Aead is not the one it was written with or is not"
                      + " available, or the file is damaged (then restore it from a backup)"
                  : "is damaged (its keysets are not valid): restore it from a backup");
    }
  }

  private static void requireProtection(String inFile, KeyProtection configured) {
    if (inFile.equals(configured.wire())) {
      return;
    }
    throw new InvalidKeysException(
        switch (inFile) {
          case "none" ->
              "is not encrypted, but a passphrase or Aead is configured: remove that, or encrypt"
                  + " the file first (KeyRotation.protectBy)";
          case "passphrase" -> "is encrypted by a passphrase: configure that passphrase";
          case "aead" -> "is encrypted by an Aead: configure that Aead";
          default -> "is damaged (its protection is not known): restore it from a backup";
        });
  }

  private static Map<String, Object> write(
      String name, KeysetHandle keyset, Configuration configuration, KeyProtection.Wrapping by)
      throws GeneralSecurityException {
    Aead aead = by.aead();
    String json =
        aead == null
            ? TinkJsonProtoKeysetFormat.serializeKeyset(
                keyset, configuration, InsecureSecretKeyAccess.get())
            : TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
                keyset, aead, associatedData(name, by), configuration);
    return Json.read(json.getBytes(UTF_8)).orElseThrow();
  }

  private static KeysetHandle read(
      String name, @Nullable Object keyset, Configuration configuration, KeyProtection.Wrapping by)
      throws GeneralSecurityException {
    if (!(keyset instanceof Map<?, ?> members)) {
      throw new GeneralSecurityException("no keyset");
    }
    Map<String, Object> object = new LinkedHashMap<>();
    members.forEach((key, value) -> object.put(String.valueOf(key), value));
    String json = new String(Json.write(object), UTF_8);
    Aead aead = by.aead();
    return aead == null
        ? TinkJsonProtoKeysetFormat.parseKeyset(json, configuration, InsecureSecretKeyAccess.get())
        : TinkJsonProtoKeysetFormat.parseEncryptedKeyset(
            json, aead, associatedData(name, by), configuration);
  }

  private static List<String> fingerprints(KeySets keys) {
    return keys.infos().stream().map(KeyInfo::fingerprint).toList();
  }

  private static byte[] associatedData(String keyset, KeyProtection.Wrapping by) {
    return LengthPrefixed.of(
        FORMAT,
        String.valueOf(VERSION),
        keyset,
        String.valueOf(by.parameters().getOrDefault("iterations", "")),
        String.valueOf(by.parameters().getOrDefault("salt", "")));
  }
}
