package dev.tms.session;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * The last success of a token request of this client that is known.
 *
 * @param version differs for every success that nodes have told each other of; 0 where none is
 *     known
 * @param at when it was
 */
record LastSuccess(long version, Instant at) {
  /** None is known. */
  static final LastSuccess NONE = new LastSuccess(0, Instant.EPOCH);

  private static final byte FORMAT = 1;
  private static final int LENGTH = 1 + Long.BYTES;

  static byte[] encode(Instant at) {
    return ByteBuffer.allocate(LENGTH).put(FORMAT).putLong(at.toEpochMilli()).array();
  }

  /** The time in these bytes; empty where they are of another format. */
  static Optional<Instant> decode(byte[] bytes) {
    return bytes.length == LENGTH && bytes[0] == FORMAT
        ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong()))
        : Optional.empty();
  }
}
