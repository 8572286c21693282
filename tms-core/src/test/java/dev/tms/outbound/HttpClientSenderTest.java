package dev.tms.outbound;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.sun.net.httpserver.HttpServer;
import dev.tms.http.NetworkSettings;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.outbound.Sender.SendOutcome;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientSenderTest {
  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private final HttpClientSender sender = HttpClientSender.of(null, NetworkSettings.DEFAULT);

  @ParameterizedTest
  @EnumSource(
      value = HttpClient.Redirect.class,
      names = {"ALWAYS", "NORMAL"})
  void constructor_clientThatFollowsRedirects_isRefused(HttpClient.Redirect redirect) {
    HttpClient client = HttpClient.newBuilder().followRedirects(redirect).build();

    assertThatThrownBy(() -> new HttpClientSender(client))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redirects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true"})
  void constructor_runtimeThatRepeatsPosts_isRefused(String value) {
    System.setProperty("jdk.httpclient.enableAllMethodRetry", value);
    try {
      assertThatThrownBy(() -> HttpClientSender.of(null, NetworkSettings.DEFAULT))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("enableAllMethodRetry");
    } finally {
      System.clearProperty("jdk.httpclient.enableAllMethodRetry");
    }
  }

  @Test
  void send_answer_comesWhole() {
    server.stubFor(get("/a?b=c").willReturn(ok("hello").withHeader("X-Thing", "one")));

    Answer answer = (Answer) sender.send(Calls.get(server.baseUrl() + "/a?b=c"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).asString().isEqualTo("hello");
    assertThat(answer.header("x-thing")).isEqualTo("one");
  }

  @Test
  void send_post_carriesBodyAndHeaders() {
    server.stubFor(post("/t").willReturn(ok()));

    sender.send(Calls.post(server.baseUrl() + "/t", "a=b&c=d"));

    server.verify(
        postRequestedFor(urlEqualTo("/t"))
            .withRequestBody(equalTo("a=b&c=d"))
            .withHeader("Content-Type", equalTo("application/x-www-form-urlencoded")));
  }

  @Test
  void send_clearConnection_offersNoUpgradeToHttp2() {
    server.stubFor(get("/plain").willReturn(ok()));

    new HttpClientSender(HttpClient.newHttpClient()).send(Calls.get(server.baseUrl() + "/plain"));

    server.verify(
        getRequestedFor(urlEqualTo("/plain"))
            .withoutHeader("Upgrade")
            .withoutHeader("HTTP2-Settings"));
  }

  @Test
  void send_redirect_isReturnedAndNotFollowed() {
    server.stubFor(get("/from").willReturn(temporaryRedirect("/to")));
    server.stubFor(get("/to").willReturn(ok()));

    Answer answer = (Answer) sender.send(Calls.get(server.baseUrl() + "/from"));

    assertThat(answer.status()).isEqualTo(302);
    server.verify(0, getRequestedFor(urlEqualTo("/to")));
  }

  @Test
  void send_nobodyListens_neverConnected() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }

    SendFailure failure = (SendFailure) sender.send(Calls.get("http://127.0.0.1:" + port + "/"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_CONNECTED);
    assertThat(failure.neverSent()).isTrue();
  }

  @Test
  void send_unknownHost_neverConnected() {
    SendFailure failure = (SendFailure) sender.send(Calls.get("http://no-such-host.invalid/"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_CONNECTED);
  }

  @Test
  void send_handshakeThatFails_neverConnected() throws Exception {
    try (TlsPair tls = TlsPair.forName("tenant.example");
        RawServer raw = new RawServer(tls.serverSockets(), "HTTP/1.1 200 OK\r\n\r\n", true)) {
      SendFailure failure =
          (SendFailure) sender.send(Calls.get("https://127.0.0.1:" + raw.port() + "/"));

      assertThat(failure.kind()).isEqualTo(Kind.NOT_CONNECTED);
      assertThat(failure.detail()).contains("TLS");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1/", "http:///path", "mailto:a@b"})
  void send_uriThatCannotBeCalled_neverConnected(String uri) {
    assertThat(sender.send(Calls.get(uri)))
        .isInstanceOfSatisfying(
            SendFailure.class, f -> assertThat(f.kind()).isEqualTo(Kind.NOT_CONNECTED));
  }

  @Test
  void send_slowHead_timesOut() {
    server.stubFor(get("/slow").willReturn(ok().withFixedDelay(5_000)));

    SendFailure failure =
        (SendFailure) sender.send(Calls.get(server.baseUrl() + "/slow", Duration.ofMillis(300)));

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
    assertThat(failure.neverSent()).isFalse();
  }

  @Test
  void send_bodyThatTrickles_timesOutAsAWhole() {
    server.stubFor(
        get("/drip").willReturn(ok("x".repeat(100)).withChunkedDribbleDelay(50, 10_000)));

    SendFailure failure =
        (SendFailure) sender.send(Calls.get(server.baseUrl() + "/drip", Duration.ofMillis(500)));

    assertThat(failure.kind()).isEqualTo(Kind.TIMED_OUT);
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK"})
  void send_connectionThatBreaks_mayHaveBeenSent(Fault fault) {
    server.stubFor(post("/broken").willReturn(aResponse().withFault(fault)));

    SendFailure failure =
        (SendFailure) sender.send(Calls.post(server.baseUrl() + "/broken", "a=b"));

    assertThat(failure.kind()).isEqualTo(Kind.DROPPED);
    assertThat(failure.neverSent()).isFalse();
  }

  @Test
  void send_bodyCutShort_isDropped() throws IOException {
    try (RawServer raw = RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")) {
      SendFailure failure = (SendFailure) sender.send(Calls.get(raw.uri()));

      assertThat(failure.kind()).isEqualTo(Kind.DROPPED);
    }
  }

  @Test
  void send_bodyOfTheLimit_isRead() {
    server.stubFor(get("/full").willReturn(ok("x".repeat(1024))));

    assertThat(sender.send(Calls.get(server.baseUrl() + "/full"))).isInstanceOf(Answer.class);
  }

  @Test
  void send_bodyOneByteOver_isTooLarge() {
    server.stubFor(get("/over").willReturn(ok("x".repeat(1025))));

    SendFailure failure = (SendFailure) sender.send(Calls.get(server.baseUrl() + "/over"));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
  }

  @Test
  void send_endlessBodyWithoutLength_isTooLarge() throws IOException {
    try (RawServer raw = RawServer.hanging("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(200_000))) {
      SendFailure failure = (SendFailure) sender.send(Calls.get(raw.uri()));

      assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void send_announcedHugeBody_isNotRead() throws IOException {
    try (RawServer raw =
        RawServer.hanging("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\nx")) {
      SendFailure failure = (SendFailure) sender.send(Calls.get(raw.uri()));

      assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE);
    }
  }

  @Test
  void send_moreThanTheLimitAtOnce_isBusyWithoutSending() {
    server.stubFor(get(anyUrl()).willReturn(ok().withFixedDelay(1_000)));
    HttpClientSender narrow =
        new HttpClientSender(NetworkSettings.DEFAULT.client(Duration.ofSeconds(5)), 2);
    List<CompletableFuture<SendOutcome>> calls = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      calls.add(
          CompletableFuture.supplyAsync(
              () -> narrow.send(Calls.get(server.baseUrl() + "/busy")),
              work -> new Thread(work).start()));
    }

    List<SendOutcome> outcomes = calls.stream().map(CompletableFuture::join).toList();

    assertThat(outcomes).filteredOn(Answer.class::isInstance).hasSize(2);
    assertThat(outcomes)
        .filteredOn(o -> o instanceof SendFailure f && f.kind() == Kind.BUSY)
        .hasSize(2);
    assertThat(narrow.send(Calls.get(server.baseUrl() + "/busy"))).isInstanceOf(Answer.class);
  }

  @Test
  void apart_whileTheOtherIsBusy_hasPlacesOfItsOwn() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    HttpServer slow = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    slow.createContext(
        "/",
        exchange -> {
          arrived.countDown();
          awaitQuietly(released);
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    slow.start();
    server.stubFor(get("/quick").willReturn(ok()));
    Call quick = Calls.get(server.baseUrl() + "/quick");
    HttpClientSender narrow =
        new HttpClientSender(NetworkSettings.DEFAULT.client(Duration.ofSeconds(5)), 1);
    CompletableFuture<SendOutcome> held =
        CompletableFuture.supplyAsync(
            () -> narrow.send(Calls.get("http://127.0.0.1:" + slow.getAddress().getPort() + "/")),
            work -> new Thread(work).start());
    assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(narrow.send(quick)).isInstanceOf(SendFailure.class);
    assertThat(narrow.apart().send(quick)).isInstanceOf(Answer.class);

    released.countDown();
    assertThat(held.join()).isInstanceOf(Answer.class);
    slow.stop(0);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void send_failure_detailHoldsNoQuery() {
    SendFailure failure =
        (SendFailure) sender.send(Calls.get("http://no-such-host.invalid/p?token=hidden"));

    assertThat(failure.detail()).doesNotContain("hidden").contains("no-such-host.invalid/p");
  }
}
