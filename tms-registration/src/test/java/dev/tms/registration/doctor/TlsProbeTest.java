package dev.tms.registration.doctor;

import static dev.tms.registration.doctor.Certificates.NEXT_YEAR;
import static dev.tms.registration.doctor.Certificates.YESTERDAY;
import static dev.tms.registration.doctor.TlsServer.trusting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.Certificates.Issued;
import dev.tms.registration.doctor.TlsProbe.TlsOutcome;
import dev.tms.registration.doctor.TlsProbe.TlsSeen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class TlsProbeTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final Issued ROOT = Certificates.authority("Example Root");
  private static final Issued MIDDLE = Certificates.authority("Example Issuing CA", ROOT);
  private static final Issued GOOD = Certificates.server(MIDDLE, "localhost", "127.0.0.1", "::1");

  @Test
  void look_trusted_tellsProtocolAndChain() {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(seen.isTrusted()).isTrue();
      assertThat(seen.protocol()).isEqualTo("TLSv1.3");
      assertThat(seen.chain()).hasSize(2);
      assertThat(TlsSeen.subject(seen.chain().get(0))).isEqualTo("CN=server");
      assertThat(seen.chain().get(0).getNotAfter().toInstant())
          .isEqualTo(NEXT_YEAR.truncatedTo(ChronoUnit.SECONDS));
      assertThat(TlsSeen.subject(seen.chain().get(1))).isEqualTo("CN=Example Issuing CA");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void look_addressInsteadOfName_isTrustedByIt() {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE)) {
      assertThat(probe(trusting(ROOT)).look(server.uri("127.0.0.1")))
          .isInstanceOfSatisfying(TlsSeen.class, seen -> assertThat(seen.isTrusted()).isTrue());
    }
  }

  @Test
  void look_incompleteChain_saysThatIntermediatesMayBeMissing() {
    try (TlsServer server = new TlsServer(GOOD)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_UNTRUSTED);
      assertThat(seen.distrust().get(0).detail())
          .contains("sends 1 certificate,", "CN=Example Issuing CA", "incomplete chain");
      assertThat(seen.chain()).hasSize(1);
      assertThat(seen.protocol()).isEqualTo("TLSv1.3");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void look_privateAuthority_isNamed() {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE, ROOT)) {
      Issued other = Certificates.authority("Other Root");

      TlsSeen seen = (TlsSeen) probe(trusting(other)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_UNTRUSTED);
      assertThat(seen.distrust().get(0).detail()).contains("CN=Example Root", "private CA");
      assertThat(seen.chain()).hasSize(3);
    }
  }

  @Test
  void look_trustOfTheJdk_knowsNoneOfOurs() throws Exception {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(SSLContext.getDefault()).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_UNTRUSTED);
    }
  }

  @Test
  void look_expired_saysWhichAndWhen() {
    Instant end = Instant.parse("2026-01-02T03:04:05Z");
    Issued old = Certificates.server(MIDDLE, end.minusSeconds(9999), end, "localhost");
    try (TlsServer server = new TlsServer(old, MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_EXPIRED);
      assertThat(seen.distrust().get(0).detail())
          .startsWith("CN=server expired on 2026-01-02T03:04:05Z, ")
          .endsWith(" days ago");
    }
  }

  @Test
  void look_notYetValid_saysFromWhen() {
    Instant start = Instant.now().plusSeconds(3 * 3600 + 60);
    Issued early = Certificates.server(MIDDLE, start, NEXT_YEAR, "localhost");
    try (TlsServer server = new TlsServer(early, MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_NOT_YET_VALID);
      assertThat(seen.distrust().get(0).detail()).endsWith("in 3 hours");
    }
  }

  @Test
  void look_otherHost_namesThoseItIsFor() {
    Issued other = Certificates.server(MIDDLE, "id.example", "*.id.example");
    try (TlsServer server = new TlsServer(other, MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_WRONG_HOST);
      assertThat(seen.distrust().get(0).detail())
          .isEqualTo("it is for id.example, *.id.example, and not for localhost");
    }
  }

  @Test
  void look_otherHost_namesAFewOfMany() {
    String[] hosts = new String[20];
    for (int i = 0; i < hosts.length; i++) {
      hosts[i] = "h" + i + ".example";
    }
    try (TlsServer server = new TlsServer(Certificates.server(MIDDLE, hosts), MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(seen.distrust().get(0).detail())
          .contains("h7.example and 12 more, and not for localhost");
    }
  }

  @Test
  void look_namesWithEscapes_arePrintable() {
    Issued evil = Certificates.authority("\u001B[31mEvil\u202E\nCA");
    try (TlsServer server = new TlsServer(Certificates.server(evil, "localhost"))) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(seen.distrust().toString())
          .doesNotContainPattern("[\\p{Cc}\\p{Cf}]")
          .contains("Evil");
    }
  }

  @Test
  void look_noNameAtAll_saysSo() {
    try (TlsServer server = new TlsServer(Certificates.server(MIDDLE), MIDDLE)) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_WRONG_HOST);
      assertThat(seen.distrust().get(0).detail()).contains("no name of a host", "CN=server");
    }
  }

  @Test
  void look_selfSigned_isToldFromAnUnknownIssuer() {
    try (TlsServer server = new TlsServer(Certificates.selfSigned("localhost"))) {
      TlsSeen seen = (TlsSeen) probe(trusting(ROOT)).look(server.uri("localhost"));

      assertThat(kinds(seen)).containsExactly(NotSeen.Kind.TLS_UNTRUSTED);
      assertThat(seen.distrust().get(0).detail()).contains("CN=alone");
    }
  }

  @Test
  void look_selfSignedAndTrusted_isTrusted() {
    Issued own = Certificates.selfSigned("localhost");
    try (TlsServer server = new TlsServer(own)) {
      assertThat(((TlsSeen) probe(trusting(own)).look(server.uri("localhost"))).isTrusted())
          .isTrue();
    }
  }

  @Test
  void look_severalFaults_tellsAll() {
    Issued bad = Certificates.server(MIDDLE, YESTERDAY, YESTERDAY.plusSeconds(60), "id.example");
    try (TlsServer server = new TlsServer(bad, MIDDLE)) {
      TlsSeen seen =
          (TlsSeen) probe(trusting(Certificates.authority("Other"))).look(server.uri("localhost"));

      assertThat(kinds(seen))
          .containsExactly(
              NotSeen.Kind.TLS_EXPIRED, NotSeen.Kind.TLS_WRONG_HOST, NotSeen.Kind.TLS_UNTRUSTED);
    }
  }

  @Test
  void look_twice_isAFreshLook() {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE)) {
      TlsProbe probe = probe(trusting(ROOT));

      assertThat(probe.look(server.uri("localhost"))).isInstanceOf(TlsSeen.class);
      assertThat(((TlsSeen) probe.look(server.uri("localhost"))).chain()).hasSize(2);
    }
  }

  @Test
  void look_noProtocolInCommon_saysSo() throws Exception {
    SSLContext old = SSLContext.getInstance("TLSv1.2");
    old.init(null, null, null);
    try (RawServer server =
        new RawServer(TlsServer.handshake(TlsProbeTest::newest, GOOD, MIDDLE))) {
      NotSeen notSeen = (NotSeen) probe(old).look(server.uri("https"));

      assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.TLS_FAILED);
      assertThat(notSeen.detail()).contains("refused the TLS handshake", "no version of TLS");
    }
  }

  private static void newest(SSLSocket socket) {
    socket.setEnabledProtocols(new String[] {"TLSv1.3"});
  }

  @Test
  void look_wantsClientCertificate_saysSo() throws Exception {
    try (RawServer server =
        new RawServer(TlsServer.handshake(TlsProbeTest::demanding, GOOD, MIDDLE))) {
      NotSeen notSeen = (NotSeen) probe(trusting(ROOT)).look(server.uri("https"));

      assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.TLS_FAILED);
      assertThat(notSeen.detail()).contains("it wants a client certificate");
    }
  }

  private static void demanding(SSLSocket socket) {
    socket.setEnabledProtocols(new String[] {"TLSv1.2"});
    socket.setNeedClientAuth(true);
  }

  @Test
  void look_plainHttp_isNoTls() throws Exception {
    try (RawServer server = new RawServer(RawServer.says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      NotSeen notSeen = (NotSeen) probe(trusting(ROOT)).look(server.uri("https"));

      assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.TLS_NOT_SPOKEN);
      assertThat(notSeen.detail()).endsWith("is not TLS; is it http there?");
    }
  }

  @Test
  void look_hangsUp_saysWhatItMayBe() throws Exception {
    try (RawServer server = new RawServer(RawServer.HANGS_UP)) {
      assertThat(((NotSeen) probe(trusting(ROOT)).look(server.uri("https"))).kind())
          .isEqualTo(NotSeen.Kind.TLS_FAILED);
    }
  }

  @Test
  void look_silentServer_takesItsTimeAndNoMore() throws Exception {
    try (RawServer server = new RawServer(RawServer.SILENT)) {
      NotSeen notSeen =
          (NotSeen)
              new TlsProbe(trusting(ROOT), NetworkSettings.DEFAULT, CLOCK, Duration.ofMillis(200))
                  .look(server.uri("https"));

      assertThat(notSeen.kind()).isEqualTo(NotSeen.Kind.ANSWER_TIMED_OUT);
      assertThat(notSeen.detail()).contains("took the connection", "200 ms");
    }
  }

  @Test
  void look_nothingListens_isRefused() {
    URI uri = URI.create("https://127.0.0.1:" + RawServer.freePort());

    assertThat(((NotSeen) probe(trusting(ROOT)).look(uri)).kind()).isEqualTo(NotSeen.Kind.REFUSED);
  }

  @Test
  void look_unknownName_isAboutDns() {
    NotSeen notSeen =
        (NotSeen) probe(trusting(ROOT)).look(URI.create("https://no-such-host.invalid/"));

    assertThat(notSeen)
        .isEqualTo(
            new NotSeen(
                NotSeen.Kind.NAME_UNKNOWN, "the name no-such-host.invalid has no address (DNS)"));
  }

  @Test
  void look_noHttps_isRefusedAtOnce() {
    assertThat(((NotSeen) probe(trusting(ROOT)).look(URI.create("http://id.example/"))).kind())
        .isEqualTo(NotSeen.Kind.BAD_ADDRESS);
  }

  @Test
  void new_noTime_isRefused() {
    assertThatThrownBy(
            () -> new TlsProbe(trusting(ROOT), NetworkSettings.DEFAULT, CLOCK, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** A proxy for one tunnel, which leads to this port whatever it is asked for. */
  private static ServerSocket proxy(int target, String answer, List<String> asked)
      throws IOException {
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Thread thread =
        new Thread(
            () -> {
              try (Socket client = listener.accept();
                  Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                  head.append((char) client.getInputStream().read());
                }
                asked.add(head.toString());
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                Thread back = new Thread(() -> copy(server, client));
                back.setDaemon(true);
                back.start();
                copy(client, server);
              } catch (IOException e) {
                // the end of the test
              }
            });
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // the end of the tunnel
    }
  }

  private static TlsOutcome lookThrough(ServerSocket proxy) {
    NetworkSettings settings =
        NetworkSettings.DEFAULT.withProxy("http://127.0.0.1:" + proxy.getLocalPort());
    return new TlsProbe(trusting(ROOT), settings, CLOCK, TIME)
        .look(URI.create("https://provider.test/"));
  }

  @Test
  void look_throughAProxy_seesTheServerBehindTheTunnel() throws Exception {
    Issued behind = Certificates.server(MIDDLE, "provider.test");
    List<String> asked = new CopyOnWriteArrayList<>();
    try (TlsServer server = new TlsServer(behind, MIDDLE);
        ServerSocket proxy =
            proxy(server.uri("localhost").getPort(), "HTTP/1.1 200 Yes\r\n\r\n", asked)) {
      assertThat(lookThrough(proxy))
          .isInstanceOfSatisfying(TlsSeen.class, seen -> assertThat(seen.isTrusted()).isTrue());
      assertThat(asked.get(0)).startsWith("CONNECT provider.test:443 HTTP/1.1\r\n");
    }
  }

  @Test
  void look_throughAProxyThatRefuses_isNotSeen() throws Exception {
    try (TlsServer server = new TlsServer(GOOD, MIDDLE);
        ServerSocket proxy =
            proxy(
                server.uri("localhost").getPort(),
                "HTTP/1.1 403 No\r\n\r\n",
                new CopyOnWriteArrayList<>())) {
      assertThat(lookThrough(proxy)).isInstanceOf(NotSeen.class);
    }
  }

  @Test
  void hostNames_followTheRuleOfWildcards() {
    List<String> names = List.of("*.id.example", "A.Example.");

    assertThat(ChainFaults.matches("x.ID.example", names)).isTrue();
    assertThat(ChainFaults.matches("a.example", names)).isTrue();
    assertThat(ChainFaults.matches("id.example", names)).isFalse();
    assertThat(ChainFaults.matches("x.y.id.example", names)).isFalse();
    assertThat(ChainFaults.matches(".id.example", names)).isFalse();
    assertThat(ChainFaults.matches("::1", List.of("0:0:0:0:0:0:0:1"))).isTrue();
  }

  private static List<NotSeen.Kind> kinds(TlsSeen seen) {
    return seen.distrust().stream().map(TlsSeen.Distrust::kind).toList();
  }

  private static TlsProbe probe(SSLContext trust) {
    return new TlsProbe(trust, NetworkSettings.DEFAULT, CLOCK, TIME);
  }
}
