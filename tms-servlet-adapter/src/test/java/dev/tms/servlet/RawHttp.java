package dev.tms.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Requests as they are written, byte by byte: HTTP clients repair or refuse what attackers send.
 *
 * @param status 0 where the server said nothing
 * @param text the whole answer
 */
record RawHttp(int status, String text) {
  private static final int TIMEOUT_MILLIS = 20_000;

  /** A request without body; header lines without their ends. */
  static RawHttp send(int port, String requestLine, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(requestLine).append("\r\n");
    request.append("Host: localhost:").append(port).append("\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return exchange(port, request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** GET of a target, as it is written. */
  static RawHttp get(int port, String target, String... headers) throws IOException {
    return send(port, "GET " + target + " HTTP/1.1", headers);
  }

  /** These bytes, and everything that comes back before the server closes. */
  static RawHttp exchange(int port, byte[] request) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      try {
        out.write(request);
        out.flush();
      } catch (SocketException e) {
        // a server may answer and close before it has read everything
      }
      try {
        socket.getInputStream().transferTo(answer);
      } catch (SocketException e) {
        // what has arrived counts
      }
    }
    String text = answer.toString(StandardCharsets.ISO_8859_1);
    return new RawHttp(text.length() < 12 ? 0 : Integer.parseInt(text.substring(9, 12)), text);
  }

  /** A handshake that asks for a WebSocket (RFC 6455 section 4.1), and the head of the answer. */
  static RawHttp upgrade(int port, String target, String... headers) throws IOException {
    StringBuilder request = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\n");
    request.append("Host: localhost:").append(port);
    request.append("\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n");
    request.append("Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    StringBuilder head = new StringBuilder();
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket
          .getOutputStream()
          .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = in.read();
        if (c < 0) {
          break;
        }
        head.append((char) c);
      }
    }
    return new RawHttp(Integer.parseInt(head.substring(9, 12)), head.toString());
  }

  /** The first header of this name. */
  Optional<String> header(String name) {
    return text.lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(
            line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
