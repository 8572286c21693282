package dev.tms.outbound;

import dev.tms.http.Header;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One HTTP/1.1 exchange on a connection that is closed after it (RFC 9112), bounded throughout. */
final class PlainHttp {
  private static final int MAX_HEAD_BYTES = 32 * 1024;
  private static final int MAX_INTERIM_ANSWERS = 8;

  private PlainHttp() {}

  /** The request as bytes. */
  static byte[] request(Call call) {
    String path = call.uri().getRawPath();
    String query = call.uri().getRawQuery();
    StringBuilder head = new StringBuilder(512);
    head.append(call.method()).append(' ');
    head.append(path == null || path.isEmpty() ? "/" : path);
    if (query != null) {
      head.append('?').append(query);
    }
    head.append(" HTTP/1.1\r\nHost: ").append(host(call)).append("\r\nConnection: close\r\n");
    for (Header header : call.headers()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    if (call.body().length > 0 || call.method().equals("POST")) {
      head.append("Content-Length: ").append(call.body().length).append("\r\n");
    }
    head.append("\r\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(call.body());
    return bytes.toByteArray();
  }

  private static String host(Call call) {
    return call.uri().getPort() < 0
        ? call.uri().getHost()
        : call.uri().getHost() + ":" + call.uri().getPort();
  }

  /**
   * Reads the answer.
   *
   * @throws BoundedBody.TooLargeException if head or body are larger than allowed
   * @throws IOException if it is malformed or ends early
   */
  static Answer answer(InputStream raw, int maxBytes) throws IOException {
    Reader in = new Reader(new BufferedInputStream(raw));
    for (int interim = 0; interim <= MAX_INTERIM_ANSWERS; interim++) {
      int status = status(in.line());
      List<Header> headers = headers(in);
      if (status >= 200) {
        Answer head = new Answer(status, headers, new byte[0]);
        return new Answer(status, headers, body(in, head, maxBytes));
      }
    }
    throw new ProtocolException("too many interim answers");
  }

  private static int status(String line) throws ProtocolException {
    if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
      throw new ProtocolException("not an HTTP/1.1 status line");
    }
    return Integer.parseInt(line.substring(9, 12));
  }

  private static List<Header> headers(Reader in) throws IOException {
    List<Header> headers = new ArrayList<>();
    for (String line = in.line(); !line.isEmpty(); line = in.line()) {
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new ProtocolException("malformed header section");
      }
      try {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      } catch (IllegalArgumentException e) {
        throw new ProtocolException("malformed header field");
      }
    }
    return headers;
  }

  private static byte[] body(Reader in, Answer head, int maxBytes) throws IOException {
    if (head.status() == 204 || head.status() == 304) {
      return new byte[0];
    }
    String coding = head.header("Transfer-Encoding");
    String length = head.header("Content-Length");
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (coding != null) {
      // RFC 9112 6.3: a message with both is an attempt to smuggle
      if (length != null || !coding.equalsIgnoreCase("chunked")) {
        throw new ProtocolException("unexpected transfer coding");
      }
      chunks(in, body, maxBytes);
    } else if (length != null) {
      in.copy(number(length, 10, maxBytes), body);
    } else {
      in.copyAll(body, maxBytes);
    }
    return body.toByteArray();
  }

  private static void chunks(Reader in, ByteArrayOutputStream body, int maxBytes)
      throws IOException {
    while (true) {
      String line = in.line();
      int semicolon = line.indexOf(';');
      String size = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
      int count = number(size, 16, maxBytes - body.size());
      if (count == 0) {
        headers(in); // the trailer section
        return;
      }
      in.copy(count, body);
      if (!in.line().isEmpty()) {
        throw new ProtocolException("malformed chunk");
      }
    }
  }

  private static int number(String text, int radix, int max) throws IOException {
    if (!text.matches(radix == 10 ? "[0-9]{1,18}" : "[0-9a-fA-F]{1,15}")) {
      throw new ProtocolException("malformed length");
    }
    long value = Long.parseLong(text, radix);
    if (value > max) {
      throw new BoundedBody.TooLargeException();
    }
    return (int) value;
  }

  /** Lines and counted bytes. */
  private static final class Reader {
    private final InputStream in;
    private int headBytes;

    Reader(InputStream in) {
      this.in = in;
    }

    String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException("the answer ends early");
        }
        if (++headBytes > MAX_HEAD_BYTES) {
          throw new BoundedBody.TooLargeException();
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    void copy(int count, ByteArrayOutputStream to) throws IOException {
      byte[] bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw new EOFException("the answer ends early");
      }
      to.writeBytes(bytes);
    }

    void copyAll(ByteArrayOutputStream to, int max) throws IOException {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        throw new BoundedBody.TooLargeException();
      }
      to.writeBytes(bytes);
    }
  }
}
