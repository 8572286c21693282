package dev.tms.seal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.OpenFailed.Reason;
import dev.tms.seal.KeyRing.LiveKeys;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Seals values with the primary key and opens them with any enabled one. If a value does not open,
 * callers get an empty result whatever the cause, and the key ring's listener a coarse reason.
 * Thread-safe, lock-free.
 */
public final class Sealer {
  public static final int OVERHEAD_BYTES = 33;

  private static final String FORMAT_VERSION = "tms-seal-1";
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int KEY_ID_AT = 1;
  private static final int MARK_BYTES = 6;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing ring;
  private final SealScope scope;
  private final Map<Purpose, byte[]> rows = new EnumMap<>(Purpose.class);

  public Sealer(KeyRing ring, SealScope scope) {
    this.ring = ring;
    this.scope = scope;
    for (Purpose purpose : Purpose.values()) {
      rows.put(
          purpose,
          lengthPrefixed(
              FORMAT_VERSION,
              purpose.wire(),
              scope.baseCookieName(),
              scope.issuer(),
              scope.clientId(),
              scope.origin()));
    }
  }

  public SealScope scope() {
    return scope;
  }

  /** Seals a value, which opens only for this purpose and these bound fields in this order. */
  public byte[] seal(Purpose purpose, byte[] plain, byte[]... bound) {
    try {
      return ring.live().aead().encrypt(plain, associatedData(purpose, bound));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed for purpose " + purpose.wire(), e);
    }
  }

  /** Opens a value sealed in this scope for this purpose and these bound fields. */
  public Optional<Opened> open(Purpose purpose, byte[] sealed, byte[]... bound) {
    if (sealed.length < OVERHEAD_BYTES) {
      return failed(purpose, Reason.MALFORMED);
    }
    LiveKeys live = ring.live();
    try {
      byte[] plain = live.aead().decrypt(sealed, associatedData(purpose, bound));
      int keyId = keyId(sealed);
      boolean stale = keyId != live.primaryId();
      if (stale) {
        ring.tell(new TmsEvent.OlderKeyUsed(purpose.wire(), keyId));
      }
      return Optional.of(new Opened(plain, stale));
    } catch (GeneralSecurityException e) {
      boolean known = live.enabledIds().contains(keyId(sealed));
      return failed(purpose, known ? Reason.REFUSED : Reason.UNKNOWN_KEY);
    }
  }

  /** Seals a value as unpadded base64url text (RFC 4648 section 5). */
  public String sealText(Purpose purpose, byte[] plain, byte[]... bound) {
    return ENCODER.encodeToString(seal(purpose, plain, bound));
  }

  /** Opens the output of {@link #sealText}; empty if it does not open or is not canonical. */
  public Optional<Opened> openText(Purpose purpose, String text, byte[]... bound) {
    return openText(purpose, ByteBuffer.wrap(text.getBytes(ISO_8859_1)), bound);
  }

  @SuppressWarnings("ByteBufferBackingArray") // canonical text fills the decoder's array
  Optional<Opened> openText(Purpose purpose, ByteBuffer text, byte[]... bound) {
    ByteBuffer sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text.duplicate());
    } catch (IllegalArgumentException e) {
      return failed(purpose, Reason.MALFORMED);
    }
    return isCanonical(text, sealed.remaining())
        ? open(purpose, sealed.array(), bound)
        : failed(purpose, Reason.MALFORMED);
  }

  Optional<Opened> failed(Purpose purpose, Reason reason) {
    ring.tell(new TmsEvent.OpenFailed(purpose.wire(), reason));
    return Optional.empty();
  }

  /**
   * Whether the text has no padding and zero pad bits (RFC 4648 section 3.5): one text per value.
   */
  private static boolean isCanonical(ByteBuffer text, int bytes) {
    int over = bytes % 3;
    int padBits = over == 0 ? 0 : over == 1 ? 0b1111 : 0b11;
    return text.remaining() == base64Length(bytes)
        && (over == 0 || (ALPHABET.indexOf(text.get(text.limit() - 1)) & padBits) == 0);
  }

  /** Whether the text names an enabled key; for diagnosing own values, not for untrusted input. */
  public boolean knowsKeyOf(String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return true; // not a sealed value
    }
    return sealed.length < OVERHEAD_BYTES || ring.live().enabledIds().contains(keyId(sealed));
  }

  /** Returns a short tag for scope and purpose, the same on every node and under every key. */
  public String mark(Purpose purpose) {
    byte[] hash = sha256(associatedData(purpose));
    return ENCODER.encodeToString(Arrays.copyOf(hash, MARK_BYTES));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static int textLength(int plainBytes) {
    return Math.toIntExact(base64Length(plainBytes + (long) OVERHEAD_BYTES));
  }

  private static long base64Length(long bytes) {
    return (bytes * 4 + 2) / 3;
  }

  /** Format version, purpose, scope and bound fields. */
  @SuppressWarnings("NullAway") // the map has every purpose
  private byte[] associatedData(Purpose purpose, byte[]... bound) {
    byte[] row = rows.get(purpose);
    return bound.length == 0 ? row : lengthPrefixed(row, bound);
  }

  /** Encodes fields with four-byte length prefixes, so that different lists never encode alike. */
  static byte[] lengthPrefixed(String... fields) {
    byte[][] bytes = new byte[fields.length][];
    for (int i = 0; i < fields.length; i++) {
      bytes[i] = fields[i].getBytes(UTF_8);
    }
    return lengthPrefixed(new byte[0], bytes);
  }

  /** Appends fields to encoded ones. */
  static byte[] lengthPrefixed(byte[] row, byte[]... fields) {
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

  private static int keyId(byte[] sealed) {
    int id = 0;
    for (int i = KEY_ID_AT; i < KEY_ID_AT + Integer.BYTES; i++) {
      id = (id << 8) | (sealed[i] & 0xFF);
    }
    return id;
  }

  /** A value, {@code stale} if sealed with a non-primary key: reseal it when convenient. */
  public record Opened(byte[] plain, boolean stale) implements SealedCookie.Read {
    @Override
    public String toString() {
      return "Opened[stale=" + stale + "]";
    }
  }

  /** What a value is for; it opens for nothing else. Constants' lower-case names never change. */
  public enum Purpose {
    SESSION,
    /** The time of a session's last use, in its cookie. */
    LAST_USE,
    /** The antiforgery value, in its cookie and in the header. */
    ANTIFORGERY,
    LOGIN,
    LEDGER,
    /** A session in the session store, and the index of a user's sessions. */
    STORED_SESSION,
    /** The handle of a session in the session store, in its cookie. */
    HANDLE,
    /** The mark of a logout at the provider. */
    MARK,
    /** An ended session or a logout mark, in the file that outlives the process. */
    ENDED,
    /** A session that a native app has yet to redeem with its code. */
    HANDOFF,
    MACHINE;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** Returns the name used in associated data and lookup names, for example {@code last_use}. */
    public String wire() {
      return wire;
    }
  }

  /** Where sealed values are valid, known from configuration alone. They open in no other scope. */
  public record SealScope(String baseCookieName, String issuer, String clientId, String origin) {
    public SealScope {
      if (baseCookieName.isEmpty() || issuer.isEmpty() || clientId.isEmpty() || origin.isEmpty()) {
        throw new IllegalArgumentException(
            "a scope needs cookie name, issuer, client id and origin, one of them is empty");
      }
    }
  }
}
