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
 * Seals values under the primary key and opens them under any enabled one. Why a value does not
 * open is not told to the caller: whatever the cause, there is one outcome, empty; the listener of
 * the keys gets a coarse reason. Thread-safe, without locks.
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

  /**
   * Seals a value, which opens for this purpose only, and with these bound fields in this order.
   */
  public byte[] seal(Purpose purpose, byte[] plain, byte[]... bound) {
    try {
      return ring.live().aead().encrypt(plain, associatedData.of(purpose, bound));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed for purpose " + purpose.wire(), e);
    }
  }

  /**
   * Opens a value that was sealed in this scope, for this purpose, with these bound fields; empty
   * where it does not open.
   */
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

  /** Seals a value into base64url text without padding (RFC 4648 section 5). */
  public String sealText(Purpose purpose, byte[] plain, byte[]... bound) {
    return ENCODER.encodeToString(seal(purpose, plain, bound));
  }

  /** Opens text that {@link #sealText} made; empty where it does not open or is not canonical. */
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

  /** Tells that a value of this purpose did not open; empty. */
  Optional<Opened> failed(Purpose purpose, Reason reason) {
    ring.tell(new TmsEvent.OpenFailed(purpose.wire(), reason));
    return Optional.empty();
  }

  /**
   * Whether the text is the one encoding of these bytes, which it decodes to: without padding, and
   * its last characters are what the last bytes encode to. RFC 4648 section 3.5: decoders MAY
   * reject an encoding whose pad bits are not zero; two texts for one value would be two cookies
   * for one session.
   */
  private static boolean isCanonical(String text, byte[] bytes) {
    int over = bytes.length % 3;
    byte[] last = Arrays.copyOfRange(bytes, bytes.length - over, bytes.length);
    return text.length() == (bytes.length * 4L + 2) / 3
        && text.endsWith(ENCODER.encodeToString(last));
  }

  /**
   * Whether a text says that it was sealed under an enabled key. Not for what comes from outside:
   * it tells operators why something of their own does not open.
   */
  public boolean knowsKeyOf(String text) {
    byte[] sealed;
    try {
      sealed = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return true; // no sealed value names a key
    }
    return sealed.length < OVERHEAD_BYTES || ring.live().enabledIds().contains(keyId(sealed));
  }

  /** A short mark of scope and purpose, the same on every node and under every key. */
  public String mark(Purpose purpose) {
    byte[] hash = LengthPrefixed.sha256(associatedData.of(purpose));
    return ENCODER.encodeToString(Arrays.copyOf(hash, MARK_BYTES));
  }

  /** Number of characters into which {@link #sealText} turns this many bytes. */
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

  /**
   * A sealed value that opened.
   *
   * @param plain what was sealed
   * @param stale whether it was sealed under a key that is not the primary one (any more), so that
   *     the caller should seal it again when there is an occasion
   */
  public record Opened(byte[] plain, boolean stale) implements SealedCookie.Read {
    @Override
    public String toString() {
      return "Opened[stale=" + stale + "]";
    }
  }

  /**
   * What a sealed value is for. Part of its associated data, so that a value sealed for one purpose
   * opens for no other. The lower-case names of the constants never change.
   */
  public enum Purpose {
    /** The session in its cookies. */
    SESSION,
    /** The time of a session's last use, in its cookie. */
    LAST_USE,
    /** The antiforgery value, in its cookie and in the header. */
    ANTIFORGERY,
    /** A login in progress, in its cookie. */
    LOGIN,
    /** What the ledger knows of a session. */
    LEDGER,
    /** A session held in the store, and the index of a user's sessions. */
    STORED_SESSION,
    /** The handle of a session held in the store, in its cookie. */
    HANDLE,
    /** The mark of a logout at the provider. */
    MARK,
    /** An ended session, or such a mark, in the file that outlives the process. */
    ENDED,
    /** A session waiting for a native app to redeem its code. */
    HANDOFF,
    /** A token of this service's own. */
    MACHINE;

    private final String wire = name().toLowerCase(Locale.ROOT);

    /** The name inside associated data and lookup names, for example {@code last_use}. */
    public String wire() {
      return wire;
    }
  }

  /**
   * Where sealed values are valid; all of it is known from configuration. A value sealed in one
   * scope opens in no other.
   *
   * @param baseCookieName the name from which all cookie names derive
   * @param issuer the provider's issuer identifier
   * @param clientId the client's id at the provider
   * @param origin the public origin of this service
   */
  public record SealScope(String baseCookieName, String issuer, String clientId, String origin) {
    public SealScope {
      if (baseCookieName.isEmpty() || issuer.isEmpty() || clientId.isEmpty() || origin.isEmpty()) {
        throw new IllegalArgumentException(
            "a scope needs cookie name, issuer, client id and origin, one of them is empty");
      }
    }
  }

  /**
   * The associated data of every sealed value: format version, purpose, the four parts of the
   * scope, then what the caller binds; each field behind its length. Immutable.
   */
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

    /** The associated data for a purpose and the fields that the caller binds. */
    @SuppressWarnings("NullAway") // every purpose has its entry
    byte[] of(Purpose purpose, byte[]... bound) {
      byte[] row = fixed.get(purpose);
      return bound.length == 0 ? row : LengthPrefixed.append(row, bound);
    }
  }
}
