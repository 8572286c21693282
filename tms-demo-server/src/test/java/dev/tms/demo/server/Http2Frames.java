package dev.tms.demo.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2, byte by byte (RFC 9113). */
final class Http2Frames {
  static final int HEADERS = 0x1;
  static final int SETTINGS = 0x4;
  static final int PING = 0x6;
  static final int CONTINUATION = 0x9;
  static final int END_STREAM = 0x1;
  static final int END_HEADERS = 0x4;
  static final int FRAME_HEAD = 9;

  private static final int INITIAL_WINDOW_SIZE = 0x4;

  private Http2Frames() {}

  /** What a client sends first, and a ping; its streams take as many bytes until it says so. */
  static byte[] preface(int window) {
    byte[] setting = {0, INITIAL_WINDOW_SIZE, 0, 0, (byte) (window >> 8), (byte) window};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(frame(SETTINGS, 0, 0, setting));
    bytes.writeBytes(frame(PING, 0, 0, new byte[8]));
    return bytes.toByteArray();
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] head = {
      (byte) (payload.length >> 16),
      (byte) (payload.length >> 8),
      (byte) payload.length,
      (byte) type,
      (byte) flags,
      0,
      0,
      (byte) (stream >> 8),
      (byte) stream
    };
    bytes.writeBytes(head);
    bytes.writeBytes(payload);
    return bytes.toByteArray();
  }

  /** The field block of a request (RFC 7541): no Huffman, nothing indexed. */
  static byte[] fields(String method, String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    field(bytes, 2, method);
    field(bytes, 4, path);
    field(bytes, 7, "https");
    field(bytes, 1, "localhost");
    return bytes.toByteArray();
  }

  private static void field(ByteArrayOutputStream bytes, int name, String value) {
    bytes.write(name);
    bytes.write(value.length());
    bytes.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
  }

  /** Skips frames until there is one of this type; of a connection that ended, an error. */
  static byte[] await(InputStream in, int type) throws IOException {
    DataInputStream frames = new DataInputStream(in);
    while (true) {
      byte[] head = new byte[FRAME_HEAD];
      frames.readFully(head);
      int length = (head[0] & 0xFF) << 16 | (head[1] & 0xFF) << 8 | head[2] & 0xFF;
      byte[] payload = new byte[length];
      frames.readFully(payload);
      if (head[3] == type) {
        return payload;
      }
    }
  }
}
