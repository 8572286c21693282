package dev.tms.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The time that the idle deadline is counted from, as the bytes of its own small cookie: a version
 * and the second since 1970 in four bytes, which last until 2106. Thread-safe.
 */
final class LastUseCodec {
  private static final byte VERSION = 1;
  private static final int LENGTH = 5;
  private static final long MOST_SECONDS = 0xFFFF_FFFFL;

  private LastUseCodec() {}

  /**
   * The time in whole seconds, cut towards the past.
   *
   * @throws IllegalArgumentException if it is before 1970 or after 2106
   */
  static byte[] encode(Instant time) {
    long seconds = time.getEpochSecond();
    if (seconds < 0 || seconds > MOST_SECONDS) {
      throw new IllegalArgumentException("a time of use lies between 1970 and 2106, got " + time);
    }
    return ByteBuffer.allocate(LENGTH).put(VERSION).putInt((int) seconds).array();
  }

  /** The time of these bytes; empty where they are damaged or of another version. */
  static Optional<Instant> decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    return Optional.of(
        Instant.ofEpochSecond(Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt(1))));
  }
}
