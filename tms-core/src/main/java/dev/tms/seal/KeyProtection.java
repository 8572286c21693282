package dev.tms.seal;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.subtle.AesGcmJce;
import com.google.crypto.tink.util.SecretBytes;
import dev.tms.seal.Keys.InvalidKeysException;
import dev.tms.token.Secret;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Encrypts the keysets in their file. */
sealed interface KeyProtection {
  String wire();

  Wrapping fresh() throws GeneralSecurityException;

  Optional<Wrapping> of(Map<?, ?> parameters) throws GeneralSecurityException;

  /** The stored parameters and the cipher; null for plaintext keysets. */
  record Wrapping(Map<String, Object> parameters, @Nullable Aead aead) {
    public Wrapping {
      parameters = Map.copyOf(parameters);
    }
  }

  /** Plaintext, protected by file permissions only, or encrypted by the embedder's cipher. */
  record Plain(@Nullable Aead aead) implements KeyProtection {
    @Override
    public String wire() {
      return aead == null ? "none" : "aead";
    }

    @Override
    public Wrapping fresh() {
      return new Wrapping(Map.of(), aead);
    }

    @Override
    public Optional<Wrapping> of(Map<?, ?> parameters) {
      return Optional.of(fresh());
    }
  }

  /** A passphrase, from which PBKDF2 (RFC 8018 section 5.2) derives the key. */
  record ByPassphrase(Secret passphrase) implements KeyProtection {
    private static final int ITERATIONS = 600_000;
    private static final int MIN_ITERATIONS = 100_000;
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int KEY_BYTES = 32;

    /** Reads a passphrase from a file, without a trailing line break. */
    static ByPassphrase fromFile(Path file) {
      try {
        return new ByPassphrase(Secret.fromFile(file));
      } catch (IllegalArgumentException e) {
        throw new InvalidKeysException(
            "the passphrase file " + file + " cannot be read: " + e.getMessage());
      }
    }

    @Override
    public String wire() {
      return "passphrase";
    }

    @Override
    public Wrapping fresh() throws GeneralSecurityException {
      byte[] salt = SecretBytes.randomBytes(SALT_BYTES).toByteArray(InsecureSecretKeyAccess.get());
      return wrapping(salt, ITERATIONS);
    }

    @Override
    public Optional<Wrapping> of(Map<?, ?> parameters) throws GeneralSecurityException {
      if (!(parameters.get("salt") instanceof String text)
          || !(parameters.get("iterations") instanceof Integer iterations)
          || iterations < MIN_ITERATIONS
          || iterations > MAX_ITERATIONS) {
        return Optional.empty();
      }
      try {
        byte[] salt = Base64.getDecoder().decode(text);
        return salt.length < SALT_BYTES
            ? Optional.empty()
            : Optional.of(wrapping(salt, iterations));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }

    @AccessesPartialKey
    private Wrapping wrapping(byte[] salt, int iterations) throws GeneralSecurityException {
      PBEKeySpec spec =
          new PBEKeySpec(
              passphrase.reveal().toCharArray(), salt, iterations, KEY_BYTES * Byte.SIZE);
      byte[] derived;
      try {
        derived =
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      } finally {
        spec.clearPassword();
      }
      AesGcmKey key =
          AesGcmKey.builder()
              .setParameters(
                  AesGcmParameters.builder()
                      .setKeySizeBytes(KEY_BYTES)
                      .setIvSizeBytes(12)
                      .setTagSizeBytes(16)
                      .setVariant(AesGcmParameters.Variant.NO_PREFIX)
                      .build())
              .setKeyBytes(SecretBytes.copyFrom(derived, InsecureSecretKeyAccess.get()))
              .build();
      return new Wrapping(
          Map.of("iterations", iterations, "salt", Base64.getEncoder().encodeToString(salt)),
          AesGcmJce.create(key));
    }
  }
}
