package dev.tms.session;

import dev.tms.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The entry of a store-held session: the secret of its handle, and the session or, once it has
 * ended, the reason. Format: version, kind, secret, and the encoded session or the name of the
 * reason.
 */
sealed interface StoredSession {
  byte VERSION = 1;
  byte HELD = 1;
  byte OVER = 2;
  int HEADER = 2 + SessionHandle.SECRET_BYTES;

  byte[] secret();

  record Held(byte[] secret, Session session) implements StoredSession {}

  record Over(byte[] secret, ErrorCode reason) implements StoredSession {}

  default byte[] encode() {
    byte[] rest =
        this instanceof Held held
            ? SessionWriter.encode(held.session())
            : ((Over) this).reason().name().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(HEADER + rest.length)
        .put(VERSION)
        .put(this instanceof Held ? HELD : OVER)
        .put(secret())
        .put(rest)
        .array();
  }

  /** Empty if the bytes are damaged or of another version. */
  static Optional<StoredSession> decode(byte[] bytes) {
    if (bytes.length < HEADER || bytes[0] != VERSION) {
      return Optional.empty();
    }
    byte[] secret = Arrays.copyOfRange(bytes, 2, HEADER);
    byte[] rest = Arrays.copyOfRange(bytes, HEADER, bytes.length);
    if (bytes[1] == HELD) {
      return SessionReader.decode(rest).map(session -> new Held(secret, session));
    }
    String name = new String(rest, StandardCharsets.US_ASCII);
    return bytes[1] == OVER
        ? Arrays.stream(ErrorCode.values())
            .filter(code -> code.name().equals(name))
            .findFirst()
            .map(reason -> new Over(secret, reason))
        : Optional.empty();
  }
}
