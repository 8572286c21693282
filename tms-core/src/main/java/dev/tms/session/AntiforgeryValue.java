package dev.tms.session;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The random value behind a session's antiforgery tokens: 128 bits. Immutable. */
public final class AntiforgeryValue {
  public static final int BYTES = 16;

  private final byte[] bytes;

  private AntiforgeryValue(byte[] bytes) {
    this.bytes = bytes;
  }

  public static AntiforgeryValue random(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new AntiforgeryValue(bytes);
  }

  /**
   * @throws IllegalArgumentException if there are not 16 bytes
   */
  public static AntiforgeryValue of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("an antiforgery value has 16 bytes, got " + bytes.length);
    }
    return new AntiforgeryValue(bytes.clone());
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AntiforgeryValue value && MessageDigest.isEqual(bytes, value.bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "AntiforgeryValue[redacted]";
  }
}
