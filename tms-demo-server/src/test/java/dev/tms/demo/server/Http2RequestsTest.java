package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests over HTTP/2 (RFC 9113) that no client library sends. */
final class Http2RequestsTest {
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_OF_STREAM_AND_HEADERS = 5;
  // RFC 7541 appendix A: the static table
  private static final int AUTHORITY = 1;
  private static final int METHOD = 2;
  private static final int PATH = 4;
  private static final int SCHEME_HTTPS = 0x80 | 7;
  private static final int STATUS_200 = 0x80 | 8;
  private static final int STATUS_400 = 0x80 | 12;

  private static int port;
  private static SelfSigned selfSigned;
  private static TmsServer server;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    port = FreePort.next();
    selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());
    Tms tms =
        Tms.builder()
            .publicUrl("https://localhost:" + port)
            .provider(Provider.discover("https://id.example"))
            .publicClient("app")
            .keys(Keys.inMemory())
            .build();
    server =
        TmsServer.start(
            tms,
            new Binding("127.0.0.1", port, "127.0.0.1", null, selfSigned.keysFor("localhost")),
            new Health(),
            UnaryOperator.identity(),
            Management.HEALTH_ONLY);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "OPTIONS,*,400",
    "GET,*,400",
    "GET,'',400",
    "GET,Session/CheckSession,400",
    "GET,/a|b,400",
    "GET,/Session/CheckSession,200"
  })
  void request_withThisPath_hasThisStatus(String method, String path, int status)
      throws IOException {
    assertThat(statusOf(method, path)).isEqualTo(status == 400 ? STATUS_400 : STATUS_200);
  }

  /** The first octet of the answer's fields: an index of the static table. */
  private static int statusOf(String method, String path) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            NetworkSettings.DEFAULT
                .withTrustedCertificates(selfSigned.certificate())
                .sslContext()
                .getSocketFactory()
                .createSocket("localhost", port)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
      OutputStream out = socket.getOutputStream();
      out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.write(frame(SETTINGS, 0, 0, new byte[0]));
      out.write(frame(HEADERS, END_OF_STREAM_AND_HEADERS, 1, fields(method, path)));
      out.flush();
      return firstFieldOfTheAnswer(new DataInputStream(socket.getInputStream()));
    }
  }

  private static byte[] fields(String method, String path) throws IOException {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.write(SCHEME_HTTPS);
    literal(fields, METHOD, method);
    literal(fields, PATH, path);
    literal(fields, AUTHORITY, "localhost:" + port);
    return fields.toByteArray();
  }

  /** RFC 7541 6.2.2: a literal without indexing, its name from the static table. */
  private static void literal(ByteArrayOutputStream fields, int name, String value)
      throws IOException {
    fields.write(name);
    fields.write(value.length());
    fields.write(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(new byte[] {0, 0, (byte) payload.length, (byte) type, (byte) flags});
    frame.write(new byte[] {0, 0, 0, (byte) stream});
    frame.write(payload);
    return frame.toByteArray();
  }

  private static int firstFieldOfTheAnswer(DataInputStream in) throws IOException {
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == HEADERS) {
        int at = 0;
        while ((payload[at] & 0xE0) == 0x20) {
          at++; // RFC 7541 6.3: the size of the dynamic table
        }
        return payload[at] & 0xFF;
      }
    }
  }
}
