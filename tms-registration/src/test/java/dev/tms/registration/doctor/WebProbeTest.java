package dev.tms.registration.doctor;

import static dev.tms.registration.doctor.TlsServer.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.Header;
import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.Certificates.Issued;
import dev.tms.registration.doctor.NotSeen.Failure;
import dev.tms.registration.doctor.NotSeen.Kind;
import dev.tms.registration.doctor.WebProbe.WebOutcome;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class WebProbeTest {
  private static final Issued ROOT = Certificates.authority("Example Root");
  private static final Duration TIME = Duration.ofSeconds(10);

  @Test
  void get_answer_isSeenWhole() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.says(
                "HTTP/1.1 404 Not Found\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                    + "Content-Type: text/plain;charset=iso-8859-1\r\nContent-Length: 5\r\n\r\n"
                    + "h\u00e9llo"))) {
      Seen seen = (Seen) probe(TIME).get(server.uri("http"), List.of());

      assertThat(seen.status()).isEqualTo(404);
      assertThat(seen.text()).isEqualTo("h\u00e9llo");
      assertThat(seen.contentType()).contains("text/plain;charset=iso-8859-1");
      assertThat(seen.took()).isPositive();
      assertThat(seen.clockSkew().orElseThrow().isAhead()).isFalse();
      assertThat(seen.clockSkew().orElseThrow().certain()).isGreaterThan(Duration.ofDays(10_000));
      assertThat(seen).hasToString("Seen[404, 5 bytes]");
    }
  }

  @Test
  void post_form_isSentEncoded() throws Exception {
    AtomicReference<String> request = new AtomicReference<>();
    try (RawServer server =
        new RawServer(
            socket -> {
              byte[] bytes = new byte[8192];
              StringBuilder text = new StringBuilder();
              while (!text.toString().contains("b=%26")) {
                int read = socket.getInputStream().read(bytes);
                text.append(new String(bytes, 0, read, StandardCharsets.US_ASCII));
              }
              request.set(text.toString());
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            })) {
      WebOutcome outcome =
          probe(TIME)
              .post(
                  server.uri("http"),
                  List.of(new Header("X-Test", "yes")),
                  new java.util.TreeMap<>(Map.of("a", "x y", "b", "&")));

      assertThat(outcome).isInstanceOf(Seen.class);
      assertThat(request.get())
          .startsWith("POST / HTTP/1.1\r\n")
          .contains("X-Test: yes\r\n", "Content-Type: application/x-www-form-urlencoded\r\n")
          .endsWith("\r\n\r\na=x+y&b=%26");
    }
  }

  @Test
  void get_redirect_isNotFollowed() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.says("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n"))) {
      Seen seen = (Seen) probe(TIME).get(server.uri("http"), List.of());

      assertThat(seen.status()).isEqualTo(302);
      assertThat(seen.header("location")).contains("/x");
    }
  }

  @Test
  void get_nothingListens_isRefused() {
    assertThat(kind(URI.create("http://127.0.0.1:" + RawServer.freePort() + "/")))
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  void get_unknownName_isAboutDns() {
    assertThat(kind(URI.create("http://no-such-host.invalid/"))).isEqualTo(Kind.NAME_UNKNOWN);
    assertThat(kind(URI.create("https://no-such-host.invalid/"))).isEqualTo(Kind.NAME_UNKNOWN);
  }

  @Test
  void get_silentServer_timesOut() throws Exception {
    try (RawServer server = new RawServer(RawServer.SILENT)) {
      NotSeen notSeen = (NotSeen) probe(Duration.ofMillis(200)).get(server.uri("http"), List.of());

      assertThat(notSeen.kind()).isEqualTo(Kind.ANSWER_TIMED_OUT);
      assertThat(notSeen.detail()).contains("127.0.0.1:", "within 200 ms");
    }
  }

  @Test
  void get_silentTlsServer_timesOut() throws Exception {
    try (RawServer server = new RawServer(RawServer.SILENT)) {
      assertThat(
              ((NotSeen) probe(Duration.ofMillis(200)).get(server.uri("https"), List.of())).kind())
          .isEqualTo(Kind.ANSWER_TIMED_OUT);
    }
  }

  @Test
  void get_bodyThatDoesNotEnd_timesOut() throws Exception {
    try (RawServer server =
        new RawServer(RawServer.says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))) {
      assertThat(
              ((NotSeen) probe(Duration.ofMillis(200)).get(server.uri("http"), List.of())).kind())
          .isEqualTo(Kind.ANSWER_TIMED_OUT);
    }
  }

  @Test
  void get_announcedTooLarge_isNotRead() throws Exception {
    try (RawServer server =
        new RawServer(RawServer.says("HTTP/1.1 200 OK\r\nContent-Length: 524289\r\n\r\n"))) {
      assertThat(kind(server.uri("http"))).isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void get_growsTooLarge_breaksOff() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "x".repeat(524289)))) {
      assertThat(kind(server.uri("http"))).isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void get_largestBody_isRead() throws Exception {
    try (RawServer server =
        new RawServer(
            RawServer.says(
                "HTTP/1.1 200 OK\r\nContent-Length: 524288\r\n\r\n" + "x".repeat(524288)))) {
      assertThat(((Seen) probe(TIME).get(server.uri("http"), List.of())).body()).hasSize(524288);
    }
  }

  @Test
  void get_cutShort_isDropped() throws Exception {
    try (RawServer server =
        new RawServer(
            socket -> {
              RawServer.says("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc").take(socket);
              socket.close();
            })) {
      assertThat(kind(server.uri("http"))).isEqualTo(Kind.DROPPED);
    }
  }

  @Test
  void get_notHttp_isToldWithoutItsWords() throws Exception {
    try (RawServer server = new RawServer(RawServer.says("SSH-2.0-\u001B[31mOpenSSH\r\n\r\n"))) {
      NotSeen notSeen = (NotSeen) probe(TIME).get(server.uri("http"), List.of());

      assertThat(notSeen.kind()).isEqualTo(Kind.NOT_HTTP);
      assertThat(notSeen.detail()).doesNotContain("SSH").endsWith("is it https there?");
    }
  }

  @Test
  void get_httpsOfAPlainServer_isNoTls() throws Exception {
    try (RawServer server = new RawServer(RawServer.says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertThat(kind(server.uri("https"))).isEqualTo(Kind.TLS_NOT_SPOKEN);
    }
  }

  @Test
  void get_hangsUpInTheHandshake_saysSo() throws Exception {
    try (RawServer server = new RawServer(RawServer.HANGS_UP)) {
      assertThat(kind(server.uri("https"))).isEqualTo(Kind.TLS_FAILED);
      assertThat(kind(server.uri("http"))).isEqualTo(Kind.DROPPED);
    }
  }

  @Test
  void get_trusted_isSeen() {
    try (TlsServer server = new TlsServer(Certificates.server(ROOT, "localhost"))) {
      assertThat(((Seen) probe(TIME).get(server.uri("localhost"), List.of())).status())
          .isEqualTo(204);
    }
  }

  @Test
  void get_badCertificates_areToldApart() {
    Instant now = Instant.now();
    check(Certificates.selfSigned("localhost"), Kind.TLS_UNTRUSTED, "self-signed");
    check(
        Certificates.server(Certificates.authority("Other"), "localhost"),
        Kind.TLS_UNTRUSTED,
        "CN=Other");
    check(
        Certificates.server(ROOT, now.minusSeconds(900), now.minusSeconds(300), "localhost"),
        Kind.TLS_EXPIRED,
        "expired on");
    check(
        Certificates.server(ROOT, now.plusSeconds(900), now.plusSeconds(9000), "localhost"),
        Kind.TLS_NOT_YET_VALID,
        "is valid from");
    check(Certificates.server(ROOT, "id.example"), Kind.TLS_WRONG_HOST, "it is for id.example");
  }

  private static void check(Issued certificate, Kind kind, String words) {
    try (TlsServer server = new TlsServer(certificate)) {
      NotSeen notSeen = (NotSeen) probe(TIME).get(server.uri("localhost"), List.of());

      assertThat(notSeen.kind()).isEqualTo(kind);
      assertThat(notSeen.detail())
          .startsWith("the certificate of localhost:" + server.port() + " is not trusted: ")
          .contains(words)
          .doesNotContain("s3cr3t");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void get_noAddressToCall_isToldWithoutIt() {
    for (String uri :
        List.of("ftp://id.example/", "/path", "mailto:a@b", "http://user:s3cr3t@id.example/")) {
      NotSeen notSeen = (NotSeen) probe(TIME).get(URI.create(uri), List.of());

      assertThat(notSeen.kind()).isEqualTo(Kind.BAD_ADDRESS);
      assertThat(notSeen.detail()).doesNotContain("s3cr3t");
    }
  }

  @Test
  void failures_thatCannotBeMadeHere_areToldApart() {
    Failure failure = new Failure(URI.create("https://id.example/"), TIME);

    assertThat(failure.of(new HttpConnectTimeoutException("x")).kind())
        .isEqualTo(Kind.CONNECT_TIMED_OUT);
    assertThat(failure.of(new NoRouteToHostException("x")).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.of(new ConnectException("Network is unreachable")).kind())
        .isEqualTo(Kind.UNREACHABLE);
    assertThat(failure.of(new HttpConnectTimeoutException("x")).detail())
        .isEqualTo("no connection to id.example:443 within 10 s; a firewall or a proxy?");
  }

  @Test
  void new_clientThatFollowsRedirects_isRefused() {
    HttpClient client = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();

    assertThatThrownBy(
            () -> new WebProbe(client, NetworkSettings.DEFAULT, InstantSource.system(), TIME))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  private static Kind kind(URI uri) {
    return ((NotSeen) probe(TIME).get(uri, List.of())).kind();
  }

  private static WebProbe probe(Duration time) {
    return new WebProbe(
        client(trusting(ROOT)), NetworkSettings.DEFAULT, InstantSource.system(), time);
  }

  static HttpClient client(SSLContext trust) {
    return HttpClient.newBuilder().sslContext(trust).build();
  }
}
