package dev.tms.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.NetworkSettings;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.outbound.Sender.SendOutcome;
import dev.tms.token.Secret;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trust and proxy of calls to other servers. */
class NetworkSettingsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
  private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

  private static TlsPair tls;
  private static String pem;

  @TempDir Path folder;

  @BeforeAll
  static void certificate() throws Exception {
    tls = TlsPair.forName("localhost");
    pem = tls.pem();
  }

  @AfterAll
  static void end() throws Exception {
    tls.close();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("ca.pem"), content);
  }

  private static SendOutcome get(NetworkSettings settings, String uri) {
    return HttpClientSender.of(null, settings).send(Calls.get(uri, Duration.ofSeconds(10)));
  }

  private static Kind kind(SendOutcome outcome) {
    return ((SendFailure) outcome).kind();
  }

  @Test
  void withTrustedCertificates_serverOfAPrivateAuthority_isTrusted() throws Exception {
    NetworkSettings settings =
        NetworkSettings.DEFAULT.withTrustedCertificates(file("our own CA\r\n" + pem + "# end\n"));
    try (RawServer server = new RawServer(tls.serverSockets(), OK, true)) {
      String uri = "https://localhost:" + server.port() + "/";

      assertThat(get(settings, uri)).isInstanceOf(Answer.class);
      assertThat(kind(get(NetworkSettings.DEFAULT, uri))).isEqualTo(Kind.NOT_CONNECTED);
      assertThat(kind(get(settings, "https://127.0.0.1:" + server.port() + "/")))
          .as("host names are checked")
          .isEqualTo(Kind.NOT_CONNECTED);
    }
  }

  @Test
  void withTrustedCertificates_thoseOfTheJdk_stayTrusted() throws Exception {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    List<X509Certificate> jdk =
        Arrays.asList(((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers());

    KeyStore all = NetworkSettings.DEFAULT.withTrustedCertificates(file(pem)).trustStore();

    assertThat(all.size()).isEqualTo(jdk.size() + 1);
    for (X509Certificate certificate : jdk) {
      assertThat(all.getCertificateAlias(certificate)).isNotNull();
    }
  }

  @Test
  void withTrustedCertificates_der_isReadToo() throws Exception {
    String base64 = pem.replaceAll("-----[^-]*-----|\\s", "");
    Path der = Files.write(folder.resolve("ca.der"), Base64.getDecoder().decode(base64));

    assertThat(NetworkSettings.DEFAULT.withTrustedCertificates(der).toString())
        .contains("1 certificates");
  }

  @Test
  void withTrustedCertificates_twoInAFile_areBothTrusted() throws Exception {
    assertThat(NetworkSettings.DEFAULT.withTrustedCertificates(file(pem + pem)).toString())
        .contains("2 certificates");
  }

  private void assertRefused(String content, String... words) throws Exception {
    Path file = file(content);
    assertThatThrownBy(() -> NetworkSettings.DEFAULT.withTrustedCertificates(file).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words)
        .hasMessageContaining(file.toString());
  }

  @Test
  void withTrustedCertificates_badFile_namesFileAndLine() throws Exception {
    int end = (int) pem.lines().count();
    assertRefused("", "no certificate");
    assertRefused("hello\n", "no certificate");
    assertRefused("\n\n-----BEGIN CERTIFICATE-----\n!!\n", "line 4", "base64");
    assertRefused("-----BEGIN CERTIFICATE-----\nAAAA\n", "line 1", "does not end");
    assertRefused("x\n-----END CERTIFICATE-----\n", "line 2", "end without a beginning");
    assertRefused(
        pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "line " + (end + 1),
        "not an X.509 certificate");
    assertRefused(
        "-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----\n", "line 1", "base64");
    assertRefused(
        pem + "-----BEGIN PRIVATE KEY-----\nAAAA\n", "line " + (end + 1), "not a certificate");
    assertRefused("-----BEGIN CERTIFICATE-----\nAAAA\n" + pem, "line 1", "does not end");
  }

  @Test
  void withTrustedCertificates_noFile_saysSo() {
    assertThatThrownBy(
            () ->
                NetworkSettings.DEFAULT
                    .withTrustedCertificates(folder.resolve("none.pem"))
                    .requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pem");
  }

  @Test
  void withProxy_call_goesThroughIt() throws Exception {
    try (RawServer proxy = RawServer.answering(OK)) {
      NetworkSettings settings = NetworkSettings.DEFAULT.withProxy(proxy.uri());

      assertThat(get(settings, "http://provider.test/x")).isInstanceOf(Answer.class);
      assertThat(proxy.requests.get(0)).startsWith("GET http://provider.test/x HTTP/1.1");
    }
  }

  @Test
  void withProxy_httpsCall_asksForATunnel() throws Exception {
    try (RawServer proxy = RawServer.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) {
      NetworkSettings settings = NetworkSettings.DEFAULT.withProxy(proxy.uri() + "/");

      SendFailure failure = (SendFailure) get(settings, "https://provider.test/x");

      assertThat(proxy.requests.get(0)).startsWith("CONNECT provider.test:443 HTTP/1.1");
      assertThat(failure.neverSent()).isTrue();
      assertThat(failure.detail()).contains("proxy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://provider.test/", "https://provider.test/"})
  void withProxy_thatWantsAUser_isNotConnected(String uri) throws Exception {
    try (RawServer proxy =
        RawServer.answering(
            "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n")) {
      SendFailure failure = (SendFailure) get(NetworkSettings.DEFAULT.withProxy(proxy.uri()), uri);

      assertThat(failure.neverSent()).isTrue();
      assertThat(failure.detail()).contains("proxy");
    }
  }

  @Test
  void withProxy_loopback_isReachedDirectly() throws Exception {
    String closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = "http://127.0.0.1:" + socket.getLocalPort();
    }
    try (RawServer server = RawServer.answering(OK)) {
      NetworkSettings settings = NetworkSettings.DEFAULT.withProxy(closed);

      assertThat(get(settings, server.uri())).isInstanceOf(Answer.class);
      assertThat(kind(get(settings, "http://provider.test/"))).isEqualTo(Kind.NOT_CONNECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proxy.example:3128",
        "https://proxy.example:3128",
        "socks://proxy.example:1080",
        "http://proxy.example",
        "http://proxy.example:0",
        "http://proxy.example:70000",
        "http://u:p@proxy.example:3128",
        "http://proxy.example:3128/x",
        "http://proxy.example:3128?x",
        "http://proxy.example:3128#x",
        "http://:3128",
        "a b"
      })
  void withProxy_anythingButHostAndPort_isRefused(String url) {
    assertThatThrownBy(() -> NetworkSettings.DEFAULT.withProxy(url).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("http://proxy.example:3128");
  }

  @Test
  void withProxyCredentials_call_carriesThemToTheProxyAlone() throws Exception {
    String before = System.setProperty(TUNNELING, "");
    try (RawServer proxy = RawServer.answering(OK);
        RawServer server = RawServer.answering(OK)) {
      NetworkSettings settings =
          NetworkSettings.DEFAULT
              .withProxy(proxy.uri())
              .withProxyCredentials("tms", Secret.of("Wq8-proxy"));

      get(settings, "http://provider.test/x");
      get(settings, server.uri());

      assertThat(proxy.requests.get(0))
          .containsIgnoringCase(
              "Proxy-Authorization: Basic "
                  + Base64.getEncoder().encodeToString("tms:Wq8-proxy".getBytes("UTF-8")));
      assertThat(server.requests.get(0)).doesNotContainIgnoringCase("Proxy-Authorization");
      assertThat(settings.toString()).doesNotContain("Wq8");
      HttpClient client = settings.client(Duration.ofSeconds(5));
      assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    } finally {
      if (before == null) {
        System.clearProperty(TUNNELING);
      } else {
        System.setProperty(TUNNELING, before);
      }
    }
  }

  @Test
  void withProxyCredentials_whereTheyCannotBeSent_isRefused() {
    NetworkSettings settings = NetworkSettings.DEFAULT.withProxy("http://proxy.example:3128");

    assertThatThrownBy(() -> settings.withProxyCredentials("tms", Secret.of("x")).requireUsable())
        .hasMessageContaining("-D" + TUNNELING + "=");
    assertThatThrownBy(() -> settings.withProxyCredentials("a:b", Secret.of("x")).requireUsable())
        .hasMessageContaining("colon");
    assertThatThrownBy(
            () ->
                NetworkSettings.DEFAULT.withProxyCredentials("tms", Secret.of("x")).requireUsable())
        .hasMessageContaining("no proxy");
  }

  @Test
  void of_clientAndSettings_isRefused() {
    NetworkSettings settings = NetworkSettings.DEFAULT.withProxy("http://proxy.example:3128");

    assertThatThrownBy(() -> HttpClientSender.of(HttpClient.newHttpClient(), settings))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(HttpClientSender.of(HttpClient.newHttpClient(), NetworkSettings.DEFAULT))
        .isNotNull();
  }
}
