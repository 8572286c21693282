package dev.tms.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.outbound.SendFailure.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PinnedExchangeTest {
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

  private final List<String> asked = new ArrayList<>();

  private SendOutcome send(Call call, Resolver resolver, HttpClient client) {
    return new HttpClientSender(
            client,
            SenderLimits.DEFAULT,
            host -> {
              asked.add(host);
              return resolver.resolve(host);
            },
            address -> address.isLoopbackAddress() || PublicAddresses.isPublic(address))
        .send(call);
  }

  private SendOutcome send(Call call) {
    return send(call, host -> List.of(loopback()), HttpClient.newHttpClient());
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  private static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(literal, e);
    }
  }

  private static Kind kind(SendOutcome outcome) {
    assertThat(outcome).isInstanceOf(SendFailure.class);
    return ((SendFailure) outcome).kind();
  }

  @Test
  @DisplayName("the address that was checked is the one connected to: the name is resolved once")
  void send_nameOfAPublicAddress_connectsToWhatWasChecked() throws Exception {
    try (RawServer server = RawServer.answering(HELLO)) {
      Answer answer =
          (Answer)
              send(Calls.publicOnly("http://tenant.example:" + server.port() + "/d?x=1", TIME));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).asString().isEqualTo("hello");
      assertThat(asked).containsExactly("tenant.example");
      assertThat(server.requests.get(0))
          .startsWith("GET /d?x=1 HTTP/1.1\r\nHost: tenant.example:" + server.port() + "\r\n");
    }
  }

  @Test
  void send_https_sendsTheNameAndChecksTheCertificateForIt() throws Exception {
    try (TlsPair tls = TlsPair.forName("tenant.example");
        RawServer server = new RawServer(tls.serverSockets(), HELLO, true)) {
      HttpClient client = HttpClient.newBuilder().sslContext(tls.context()).build();

      SendOutcome right =
          send(
              Calls.publicOnly("https://tenant.example:" + server.port() + "/", TIME),
              host -> List.of(loopback()),
              client);
      SendOutcome wrong =
          send(
              Calls.publicOnly("https://other.example:" + server.port() + "/", TIME),
              host -> List.of(loopback()),
              client);

      assertThat(right).isInstanceOf(Answer.class);
      assertThat(kind(wrong)).isEqualTo(Kind.NOT_CONNECTED);
      assertThat(server.requests.stream().filter(r -> !r.isEmpty())).hasSize(1);
    }
  }

  @Test
  void send_untrustedCertificate_neverConnected() throws Exception {
    try (TlsPair tls = TlsPair.forName("tenant.example");
        RawServer server = new RawServer(tls.serverSockets(), HELLO, true)) {
      assertThat(
              kind(send(Calls.publicOnly("https://tenant.example:" + server.port() + "/", TIME))))
          .isEqualTo(Kind.NOT_CONNECTED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "fd00::1", "64:ff9b::a00:1"})
  void send_nameOfAnAddressThatIsNotPublic_isForbidden(String literal) {
    SendOutcome outcome =
        send(
            Calls.publicOnly("http://tenant.example/", TIME),
            host -> List.of(address(literal)),
            HttpClient.newHttpClient());

    assertThat(kind(outcome)).isEqualTo(Kind.FORBIDDEN_ADDRESS);
  }

  @Test
  void send_onePublicAndOnePrivateAddress_isForbiddenWhole() throws Exception {
    try (RawServer server = RawServer.answering(HELLO)) {
      SendOutcome outcome =
          send(
              Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME),
              host -> List.of(loopback(), address("10.0.0.1")),
              HttpClient.newHttpClient());

      assertThat(kind(outcome)).isEqualTo(Kind.FORBIDDEN_ADDRESS);
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void send_firstAddressDead_triesTheNext() throws Exception {
    try (RawServer server = RawServer.answering(HELLO)) {
      SendOutcome outcome =
          send(
              Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME),
              host -> List.of(address("127.0.0.77"), loopback()),
              HttpClient.newHttpClient());

      assertThat(outcome).isInstanceOf(Answer.class);
    }
  }

  @Test
  void send_unknownHost_neverConnected() {
    SendOutcome outcome =
        send(
            Calls.publicOnly("http://tenant.example/", TIME),
            host -> {
              throw new UnknownHostException(host);
            },
            HttpClient.newHttpClient());

    assertThat(kind(outcome)).isEqualTo(Kind.NOT_CONNECTED);
  }

  @Test
  void send_resolverThatHangs_neverConnectedInTime() {
    CountDownLatch end = new CountDownLatch(1);

    SendOutcome outcome =
        send(
            Calls.publicOnly("http://tenant.example/", Duration.ofMillis(200)),
            host -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException(host);
            },
            HttpClient.newHttpClient());

    assertThat(kind(outcome)).isEqualTo(Kind.NOT_CONNECTED);
    end.countDown();
  }

  @Test
  void send_serverThatHangs_timesOut() throws Exception {
    try (RawServer server = RawServer.hanging("HTTP/1.1 200 OK\r\nContent-Le")) {
      SendOutcome outcome =
          send(
              Calls.publicOnly(
                  "http://tenant.example:" + server.port() + "/", Duration.ofMillis(300)));

      assertThat(kind(outcome)).isEqualTo(Kind.TIMED_OUT);
    }
  }

  @Test
  void send_chunkedAnswer_isPutTogether() throws Exception {
    String chunked =
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n3;ext=1\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: t\r\n\r\n";
    try (RawServer server = RawServer.answering(chunked)) {
      Answer answer =
          (Answer) send(Calls.publicOnly("http://tenant.example:" + server.port(), TIME));

      assertThat(answer.body()).asString().isEqualTo("abc0123456789");
      assertThat(server.requests.get(0)).startsWith("GET / HTTP/1.1\r\n");
    }
  }

  @Test
  void send_answerThatEndsWithTheConnection_isRead() throws Exception {
    try (RawServer server = RawServer.answering("HTTP/1.0 404 Not Found\r\n\r\ngone")) {
      Answer answer =
          (Answer) send(Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME));

      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.body()).asString().isEqualTo("gone");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcde",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX: a\u0001b\r\n\r\n",
        "HTTP/2 200\r\n\r\n",
        "SSH-2.0-thing\r\n",
        "",
      })
  void send_malformedAnswer_isDropped(String answer) throws Exception {
    try (RawServer server = RawServer.answering(answer)) {
      assertThat(kind(send(Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME))))
          .isEqualTo(Kind.DROPPED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"length", "chunked", "close", "head"})
  void send_answerThatIsTooLarge_isNotRead(String how) throws Exception {
    String answer =
        switch (how) {
          case "length" -> "HTTP/1.1 200 OK\r\nContent-Length: 1025\r\n\r\n" + "x".repeat(1025);
          case "chunked" ->
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n200\r\n"
                  + "x".repeat(512)
                  + "\r\n201\r\n"
                  + "x".repeat(513)
                  + "\r\n0\r\n\r\n";
          case "close" -> "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1025);
          default -> "HTTP/1.1 200 OK\r\nX: " + "x".repeat(40_000) + "\r\n\r\n";
        };
    try (RawServer server = RawServer.hanging(answer)) {
      assertThat(kind(send(Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME))))
          .isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void send_redirect_isReturned() throws Exception {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\n\r\n")) {
      Answer answer =
          (Answer) send(Calls.publicOnly("http://tenant.example:" + server.port() + "/", TIME));

      assertThat(answer.status()).isEqualTo(302);
      assertThat(asked).hasSize(1);
    }
  }
}
