package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.Tms;
import dev.tms.contract.FreePort;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is spoken at a listener with TLS. */
final class TlsTest {
  @TempDir private Path directory;
  private final int port = FreePort.next();
  private SelfSigned selfSigned;
  private SSLContext keys;
  private TmsServer server;

  @BeforeEach
  void start() throws Exception {
    selfSigned = new SelfSigned(directory, InstantSource.system(), new SecureRandom());
    keys = selfSigned.keysFor("localhost");
    server = serve("https://localhost:" + port);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void handshake_eachSuiteThatTheJdkHas_worksWithForwardSecrecyAndAeadAlone() throws Exception {
    List<String> accepted = new ArrayList<>();
    for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
      for (String suite : SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites()) {
        if (isAccepted(protocol, suite)) {
          accepted.add(suite);
        }
      }
    }

    assertThat(accepted)
        .contains("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384")
        .allMatch(
            suite ->
                suite.matches("TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_\\d+_GCM|CHACHA20_POLY1305)_.*"));
  }

  @Test
  void handshake_olderVersions_areRefused() throws Exception {
    for (String protocol : List.of("TLSv1.1", "TLSv1")) {
      try (SSLSocket socket = socket()) {
        socket.setEnabledProtocols(new String[] {protocol});

        assertThatThrownBy(socket::startHandshake).as(protocol).isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void renegotiation_thatTheClientBegins_endsTheConnection() throws Exception {
    byte[] request =
        "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.startHandshake();
      socket.getOutputStream().write(request);
      assertThat(socket.getInputStream().read()).isEqualTo('H');

      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().readAllBytes();
              })
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "tms.localhost", "Tms.LOCALHOST", "127.0.0.1", "[::1]"})
  void answers_atALoopbackName_haveNoHsts(String name) throws Exception {
    server.close();
    server = serve("https://" + name + ":" + port);

    assertThat(headers("https://localhost:" + port).firstValue("Strict-Transport-Security"))
        .isEmpty();
  }

  @Test
  void answers_atAPublicName_haveHstsForThisNameAlone() throws Exception {
    server.close();
    server = serve("https://shop.example:" + port);

    assertThat(headers("https://localhost:" + port).firstValue("Strict-Transport-Security"))
        .hasValue("max-age=31536000");
  }

  private boolean isAccepted(String protocol, String suite) throws Exception {
    try (SSLSocket socket = socket()) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getCipherSuite().equals(suite);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private SSLSocket socket() throws Exception {
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    SSLSocket socket =
        (SSLSocket)
            trusted(selfSigned).getSocketFactory().createSocket(plain, "localhost", port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName("localhost")));
    socket.setSSLParameters(parameters);
    assertThat(Arrays.asList(socket.getSupportedProtocols())).contains("TLSv1.1");
    return socket;
  }

  private HttpHeaders headers(String url) throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trusted(selfSigned)).build();
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(url + "/Session/CheckSession")).build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.headers();
  }

  private TmsServer serve(String publicUrl) {
    Tms tms =
        Tms.builder()
            .publicUrl(publicUrl)
            .provider(Provider.discover("https://id.example"))
            .publicClient("app")
            .keys(Keys.inMemory())
            .build();
    return TmsServer.start(
        tms,
        new Binding("127.0.0.1", port, "127.0.0.1", null, keys),
        new Health(),
        UnaryOperator.identity(),
        Management.HEALTH_ONLY);
  }

  private static SSLContext trusted(SelfSigned selfSigned) {
    return NetworkSettings.DEFAULT.withTrustedCertificates(selfSigned.certificate()).sslContext();
  }
}
