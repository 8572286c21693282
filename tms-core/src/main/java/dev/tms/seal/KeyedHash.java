package dev.tms.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.seal.KeyRing.LiveKeys;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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
                    LengthPrefixed.append(
                        LengthPrefixed.of(FORMAT_VERSION, label), LengthPrefixed.of(fields));
                return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(prf.compute(row, BYTES));
              } catch (GeneralSecurityException e) {
                throw new IllegalStateException("naming failed for label " + label, e);
              }
            });
  }

  /** Encodes fields with four-byte length prefixes, so that different lists never encode alike. */
  static final class LengthPrefixed {
    private LengthPrefixed() {}

    static byte[] of(String... fields) {
      byte[][] bytes = new byte[fields.length][];
      for (int i = 0; i < fields.length; i++) {
        bytes[i] = fields[i].getBytes(UTF_8);
      }
      return append(new byte[0], bytes);
    }

    static byte[] sha256(byte[] bytes) {
      try {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    static byte[] append(byte[] row, byte[]... fields) {
      int length = row.length;
      for (byte[] field : fields) {
        length = Math.addExact(length, Integer.BYTES + field.length);
      }
      ByteBuffer all = ByteBuffer.allocate(length).put(row);
      for (byte[] field : fields) {
        all.putInt(field.length).put(field);
      }
      return all.array();
    }
  }
}
