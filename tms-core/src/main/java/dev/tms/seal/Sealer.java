package dev.tms.seal;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsEvent.OpenFailed.Reason;
import dev.tms.seal.KeyRing.LiveKeys;
import dev.tms.seal.KeyedHash.LengthPrefixed;
import dev.tms.seal.Sealer.Purpose;
import dev.tms.seal.Sealer.SealScope;
import java.security.GeneralSecurityException;
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

  private static final int KEY_ID_AT = 1;
  private static final int MARK_BYTES = 6;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private final KeyRing ring;
  private final SealScope scope;
  private final AssociatedData associatedData;

  public Sealer(KeyRing ring, SealScope scope) {
    this.ring = ring;
    this.scope = scope;
    this.associatedData = new AssociatedData(scope);
  }

  public SealScope scope() {
    return scope;
  }

  /** Seals a value, which opens only for this purpose and these bound fields in this order. */
  public byte[] seal(Purpose purpose, byte[] plain, byte[]... bound) {
    try {
      return ring.live().aead().encrypt(plain, associatedData.of(purpose, bound));
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
      byte[] plain = live.aead().decrypt(sealed, associatedData.of(purpose, bound));
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
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return failed(purpose, Reason.MALFORMED);
    }
    if (!isCanonical(text, sealed)) {
      return failed(purpose, Reason.MALFORMED);
    }
    return open(purpose, sealed, bound);
  }

  Optional<Opened> failed(Purpose purpose, Reason reason) {
    ring.tell(new TmsEvent.OpenFailed(purpose.wire(), reason));
    return Optional.empty();
  }

  /**
   * Whether the text has no padding and zero pad bits (RFC 4648 section 3.5): one text per value.
   */
  private static boolean isCanonical(String text, byte[] bytes) {
    int over = bytes.length % 3;
    byte[] last = Arrays.copyOfRange(bytes, bytes.length - over, bytes.length);
    return text.length() == (bytes.length * 4L + 2) / 3
        && text.endsWith(ENCODER.encodeToString(last));
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
    byte[] hash = LengthPrefixed.sha256(associatedData.of(purpose));
    return ENCODER.encodeToString(Arrays.copyOf(hash, MARK_BYTES));
  }

  static int textLength(int plainBytes) {
    return Math.toIntExact(((plainBytes + (long) OVERHEAD_BYTES) * 4 + 2) / 3);
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

  /** The associated data: format version, purpose, scope and bound fields, length-prefixed. */
  private static final class AssociatedData {
    private static final String FORMAT_VERSION = "tms-seal-1";

    private final Map<Purpose, byte[]> fixed = new EnumMap<>(Purpose.class);

    AssociatedData(SealScope scope) {
      for (Purpose purpose : Purpose.values()) {
        fixed.put(
            purpose,
            LengthPrefixed.of(
                FORMAT_VERSION,
                purpose.wire(),
                scope.baseCookieName(),
                scope.issuer(),
                scope.clientId(),
                scope.origin()));
      }
    }

    @SuppressWarnings("NullAway") // the map has every purpose
    byte[] of(Purpose purpose, byte[]... bound) {
      byte[] row = fixed.get(purpose);
      return bound.length == 0 ? row : LengthPrefixed.append(row, bound);
    }
  }
}
