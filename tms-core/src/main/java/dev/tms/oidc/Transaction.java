package dev.tms.oidc;

import dev.tms.token.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A login in progress: the values that the response is checked against. Random values are kept as
 * raw bytes, to keep the encoded form small. Immutable.
 */
public final class Transaction {
  private static final byte FORMAT = 1;
  private static final int STATE_BYTES = 16;
  private static final int NONCE_BYTES = 16;
  private static final int VERIFIER_BYTES = 32; // RFC 7636 4.1: 43 characters, 256 bits
  private static final int HAS_VERIFIER = 1;
  private static final int HAS_MAX_AGE = 2;
  private static final int EXPECTS_ISS = 4;

  private final byte[] state;
  private final byte[] nonce;
  private final byte @Nullable [] verifier;
  private final @Nullable Duration maxAge;
  private final boolean expectsIss;
  private final String issuer;

  private Transaction(
      byte[] state,
      byte[] nonce,
      byte @Nullable [] verifier,
      @Nullable Duration maxAge,
      boolean expectsIss,
      String issuer) {
    this.state = state;
    this.nonce = nonce;
    this.verifier = verifier;
    this.maxAge = maxAge;
    this.expectsIss = expectsIss;
    this.issuer = issuer;
  }

  static Transaction begin(
      SecureRandom random,
      boolean pkce,
      @Nullable Duration maxAge,
      boolean expectsIss,
      String issuer) {
    return new Transaction(
        bytes(random, STATE_BYTES),
        bytes(random, NONCE_BYTES),
        pkce ? bytes(random, VERIFIER_BYTES) : null,
        maxAge,
        expectsIss,
        issuer);
  }

  private static byte[] bytes(SecureRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  /** {@code state}: 128 random bits in 22 characters (RFC 6749 section 10.12). */
  public String state() {
    return text(state);
  }

  /** {@code nonce}: 128 random bits in 22 characters (Core section 15.5.2). */
  public String nonce() {
    return text(nonce);
  }

  /** The PKCE verifier (RFC 7636); null without PKCE. */
  public @Nullable Secret codeVerifier() {
    return verifier == null ? null : Secret.of(text(verifier));
  }

  public String issuer() {
    return issuer;
  }

  /** The requested {@code max_age}, if any. */
  public @Nullable Duration maxAge() {
    return maxAge;
  }

  /** Whether the provider announces {@code iss} in its responses (RFC 9207 section 2.3). */
  boolean expectsIss() {
    return expectsIss;
  }

  /** Compares in constant time. */
  static boolean isEqual(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Encodes all values in 66 bytes plus the issuer. Secret: the caller must seal them. */
  public byte[] encode() {
    byte[] name = issuer.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(2 + 16 + 16 + 32 + 4 + name.length);
    int flags =
        (verifier != null ? HAS_VERIFIER : 0)
            | (maxAge != null ? HAS_MAX_AGE : 0)
            | (expectsIss ? EXPECTS_ISS : 0);
    out.put(FORMAT).put((byte) flags).put(state).put(nonce);
    if (verifier != null) {
      out.put(verifier);
    }
    if (maxAge != null) {
      out.putInt((int) maxAge.toSeconds());
    }
    out.put(name);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Decodes a transaction; empty if the format is unknown. */
  public static Optional<Transaction> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.remaining() < 2 || in.get() != FORMAT) {
      return Optional.empty();
    }
    int flags = in.get();
    boolean hasVerifier = (flags & HAS_VERIFIER) != 0;
    boolean hasMaxAge = (flags & HAS_MAX_AGE) != 0;
    int fixed =
        STATE_BYTES + NONCE_BYTES + (hasVerifier ? VERIFIER_BYTES : 0) + (hasMaxAge ? 4 : 0);
    if ((flags & ~(HAS_VERIFIER | HAS_MAX_AGE | EXPECTS_ISS)) != 0 || in.remaining() <= fixed) {
      return Optional.empty();
    }
    byte[] state = take(in, STATE_BYTES);
    byte[] nonce = take(in, NONCE_BYTES);
    byte @Nullable [] verifier = hasVerifier ? take(in, VERIFIER_BYTES) : null;
    @Nullable Duration maxAge = hasMaxAge ? Duration.ofSeconds(in.getInt() & 0x7fffffff) : null;
    String issuer = new String(take(in, in.remaining()), StandardCharsets.UTF_8);
    return Optional.of(
        new Transaction(state, nonce, verifier, maxAge, (flags & EXPECTS_ISS) != 0, issuer));
  }

  private static byte[] take(ByteBuffer in, int count) {
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Transaction that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(state);
  }

  @Override
  public String toString() {
    return "Transaction[" + issuer + "]";
  }
}
