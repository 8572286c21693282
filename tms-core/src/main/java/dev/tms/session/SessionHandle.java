package dev.tms.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * The content of a store-held session's cookie: the name of its entry, and the random secret that
 * the entry requires. Format: version, session id, index key id, deadline in seconds, secret.
 */
record SessionHandle(SessionRef session, byte[] secret) {
  static final int SECRET_BYTES = 32;

  private static final byte VERSION = 1;
  private static final int ID_BYTES = 16;
  private static final int LENGTH = 1 + ID_BYTES + Integer.BYTES + Long.BYTES + SECRET_BYTES;

  static SessionHandle random(SessionRef session, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new SessionHandle(session, secret);
  }

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put(VERSION)
        .put(session.id().bytes())
        .putInt(session.indexKeyId())
        .putLong(session.deadline().getEpochSecond())
        .put(secret)
        .array();
  }

  /** Empty if the bytes are damaged or of another version. */
  static Optional<SessionHandle> decode(byte[] bytes) {
    if (bytes.length != LENGTH || bytes[0] != VERSION) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
    byte[] id = new byte[ID_BYTES];
    in.get(id);
    int indexKeyId = in.getInt();
    long deadline = in.getLong();
    byte[] secret = new byte[SECRET_BYTES];
    in.get(secret);
    if (deadline < 0 || deadline > Instant.MAX.getEpochSecond()) {
      return Optional.empty();
    }
    SessionRef session =
        new SessionRef(SessionId.of(id), indexKeyId, Instant.ofEpochSecond(deadline));
    return Optional.of(new SessionHandle(session, secret));
  }

  /** Compares in constant time. */
  boolean hasSecret(byte[] other) {
    return MessageDigest.isEqual(secret, other);
  }

  @Override
  public String toString() {
    return "SessionHandle[redacted]";
  }
}
