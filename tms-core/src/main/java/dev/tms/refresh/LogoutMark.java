package dev.tms.refresh;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/**
 * What a logout has ended; in whole seconds, as tokens have them.
 *
 * @param loginsUpTo logins whose ID token was issued then or earlier, by the provider's clock
 * @param sessionsBefore sessions that began earlier than this, by our own clock
 */
record LogoutMark(long loginsUpTo, long sessionsBefore) {
  /** Everything that it is about. */
  static final LogoutMark ALL = new LogoutMark(Long.MAX_VALUE, Long.MIN_VALUE);

  private static final byte VERSION = 1;
  private static final int LENGTH = 1 + 2 * Long.BYTES;

  static LogoutMark ofLoginsUpTo(Instant issuedAt) {
    return new LogoutMark(issuedAt.getEpochSecond(), Long.MIN_VALUE);
  }

  static LogoutMark ofSessionsBefore(Instant time) {
    return new LogoutMark(Long.MIN_VALUE, time.getEpochSecond());
  }

  boolean covers(Instant loginAt, Instant begunAt) {
    return loginAt.getEpochSecond() <= loginsUpTo || begunAt.getEpochSecond() < sessionsBefore;
  }

  /** What either of them has ended: a mark that arrives late takes nothing back. */
  LogoutMark and(LogoutMark other) {
    return new LogoutMark(
        Math.max(loginsUpTo, other.loginsUpTo), Math.max(sessionsBefore, other.sessionsBefore));
  }

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put(VERSION)
        .putLong(loginsUpTo)
        .putLong(sessionsBefore)
        .array();
  }

  /** The mark of these bytes; empty where they are damaged or of another version. */
  static Optional<LogoutMark> decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    return Optional.of(new LogoutMark(in.getLong(), in.getLong()));
  }
}
