package dev.tms.session;

import dev.tms.problem.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The entry of a store-held session: the secret of its handle with the session or, once that is
 * over, with the reason, so that no token is kept longer than it is needed. The bytes: version,
 * kind, secret, and the encoded session or the name of the reason.
 */
sealed interface StoredSession {
  /** The secret of the handle that opens it. */
  byte[] secret();

  /** A session that is not known to be over. */
  record Held(byte[] secret, Session session) implements StoredSession {}

  /** A session that was ended. */
  record Over(byte[] secret, ErrorCode reason) implements StoredSession {}

  /** The bytes, before they are sealed. */
  default byte[] encode() {
    byte[] rest =
        this instanceof Held held
            ? SessionCodec.encode(held.session())
            : ((Over) this).reason().name().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(Codec.HEADER + rest.length)
        .put(Codec.VERSION)
        .put(this instanceof Held ? Codec.HELD : Codec.OVER)
        .put(secret())
        .put(rest)
        .array();
  }

  /** The entry of these bytes; empty where they are damaged or of another version. */
  static Optional<StoredSession> decode(byte[] bytes) {
    if (bytes.length < Codec.HEADER || bytes[0] != Codec.VERSION) {
      return Optional.empty();
    }
    byte[] secret = Arrays.copyOfRange(bytes, 2, Codec.HEADER);
    byte[] rest = Arrays.copyOfRange(bytes, Codec.HEADER, bytes.length);
    if (bytes[1] == Codec.HELD) {
      return SessionCodec.decode(rest).map(session -> new Held(secret, session));
    }
    String name = new String(rest, StandardCharsets.US_ASCII);
    return bytes[1] == Codec.OVER
        ? Arrays.stream(ErrorCode.values())
            .filter(code -> code.name().equals(name))
            .findFirst()
            .map(reason -> new Over(secret, reason))
        : Optional.empty();
  }

  /** Numbers of the format. */
  final class Codec {
    private static final byte VERSION = 1;
    private static final byte HELD = 1;
    private static final byte OVER = 2;
    private static final int HEADER = 2 + SessionHandle.SECRET_BYTES;

    private Codec() {}
  }
}
