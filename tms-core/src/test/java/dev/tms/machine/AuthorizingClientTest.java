package dev.tms.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the lent client does, against a real API and a strict provider. */
final class AuthorizingClientTest {
  /** The two ways to send. */
  enum Way {
    SYNC {
      @Override
      <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
          throws Exception {
        return client.send(request, handler);
      }
    },
    ASYNC {
      @Override
      <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
          throws Exception {
        try {
          return client.sendAsync(request, handler).get();
        } catch (ExecutionException e) {
          throw (Exception) e.getCause();
        }
      }
    },
    ASYNC_WITH_PUSHES {
      @Override
      <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> handler)
          throws Exception {
        try {
          return client.sendAsync(request, handler, (initiating, pushed, acceptor) -> {}).get();
        } catch (ExecutionException e) {
          throw (Exception) e.getCause();
        }
      }
    };

    abstract <T> HttpResponse<T> send(
        HttpClient client, HttpRequest request, BodyHandler<T> handler) throws Exception;
  }

  private final MachineRig rig = new MachineRig();
  private final Api api = new Api();
  private final MachineTokens tokens = rig.tokens();
  private final HttpClient client = tokens.authorizing("billing", HttpClient.newHttpClient());

  @TempDir Path folder;

  @AfterEach
  void stop() {
    tokens.close();
    api.close();
    rig.close();
  }

  private HttpRequest post(BodyPublisher body) {
    return HttpRequest.newBuilder(api.uri()).POST(body).build();
  }

  private HttpRequest get() {
    return HttpRequest.newBuilder(api.uri()).build();
  }

  /** The API takes live tokens only, and the one in use is none any more. */
  private void revokeTheTokenInUse() {
    api.accepts = rig.provider::isAccessTokenLive;
    rig.provider.revoke(tokens.accessToken("billing").reveal());
  }

  @ParameterizedTest
  @EnumSource
  void send_token_isAttached(Way way) throws Exception {
    api.accepts = rig.provider::isAccessTokenLive;

    HttpResponse<String> response =
        way.send(client, post(BodyPublishers.ofString("x")), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("done x");
    assertThat(api.seen).hasSize(1);
    assertThat(rig.tokenRequests()).isEqualTo(1);
  }

  @Test
  void send_ownAuthorizationHeader_isReplaced() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(api.uri())
            .header("authorization", "Basic eDp5")
            .header("Authorization", "Bearer other")
            .header("X-Trace", "7")
            .build();

    client.send(request, BodyHandlers.discarding());

    assertThat(api.seen.get(0).authorization())
        .containsExactly("Bearer " + tokens.accessToken("billing").reveal());
  }

  @ParameterizedTest
  @EnumSource
  void send_response_doesNotCarryTheToken(Way way) throws Exception {
    HttpRequest request = get();

    HttpResponse<String> response = way.send(client, request, BodyHandlers.ofString());

    assertThat(response.request()).isSameAs(request);
    assertThat(response.uri()).isEqualTo(api.uri());
    assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(response.headers().firstValue("Content-Length")).isPresent();
    assertThat(response.previousResponse()).isEmpty();
    assertThat(response.sslSession()).isEmpty();
    assertThat(response + " " + client)
        .contains("billing")
        .doesNotContain(tokens.accessToken("billing").reveal());
  }

  private List<BodyPublisher> replayableBodies() throws IOException {
    Path file = Files.writeString(folder.resolve("body"), "same again");
    byte[] bytes = "same again".getBytes(StandardCharsets.UTF_8);
    return List.of(
        BodyPublishers.ofString("same again"),
        BodyPublishers.ofByteArray(bytes),
        BodyPublishers.ofFile(file),
        MachineTokens.replayable(
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes))),
        MachineTokens.replayable(BodyPublishers.ofByteArrays(List.of(bytes))),
        MachineTokens.replayable(
            BodyPublishers.concat(
                BodyPublishers.ofString("same "), BodyPublishers.ofString("again"))));
  }

  @ParameterizedTest
  @EnumSource
  void send_401AndReplayableBody_isRenewedAndTriedOnce(Way way) throws Exception {
    for (BodyPublisher body : replayableBodies()) {
      api.seen.clear();
      tokens.forgetAll();
      revokeTheTokenInUse();
      int before = rig.tokenRequests();

      HttpResponse<String> response = way.send(client, post(body), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("done same again");
      assertThat(api.bodies()).containsExactly("same again", "same again");
      assertThat(rig.tokenRequests()).isEqualTo(before + 1);
      rig.clock.advance(Duration.ofSeconds(90));
    }
  }

  @Test
  void send_401AndNoBody_isRenewedAndTriedOnce() throws Exception {
    revokeTheTokenInUse();

    assertThat(client.send(get(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(api.seen).hasSize(2);
    assertThat(api.seen.get(0).authorization()).isNotEqualTo(api.seen.get(1).authorization());
  }

  @ParameterizedTest
  @EnumSource
  void send_still401_isTheAnswerAfterExactlyOneMoreTry(Way way) throws Exception {
    api.accepts = token -> false;

    HttpResponse<String> response =
        way.send(client, post(BodyPublishers.ofString("x")), BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo(api.refusal);
    assertThat(api.seen).hasSize(2);
    assertThat(rig.tokenRequests()).isEqualTo(2);
  }

  private static List<BodyPublisher> bodiesForOneUse() {
    byte[] bytes = "once".getBytes(StandardCharsets.UTF_8);
    InputStream stream = new ByteArrayInputStream(bytes);
    return List.of(
        BodyPublishers.ofInputStream(() -> stream),
        BodyPublishers.ofByteArrays(List.of(bytes)),
        BodyPublishers.fromPublisher(BodyPublishers.ofString("once"), 4),
        BodyPublishers.fromPublisher(BodyPublishers.ofString("once")),
        BodyPublishers.concat(BodyPublishers.ofString("on"), BodyPublishers.ofString("ce")),
        new OwnPublisher());
  }

  @ParameterizedTest
  @EnumSource
  void send_401AndBodyForOneUse_isTheAnswerAndTheNextRequestHasANewToken(Way way) throws Exception {
    for (BodyPublisher body : bodiesForOneUse()) {
      api.seen.clear();
      tokens.forgetAll();
      revokeTheTokenInUse();

      HttpResponse<String> response = way.send(client, post(body), BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).isEqualTo(api.refusal);
      assertThat(api.bodies()).containsExactly("once");
      assertThat(client.send(get(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      rig.clock.advance(Duration.ofSeconds(90));
    }
  }

  @ParameterizedTest
  @EnumSource
  void send_401AndProviderDown_isTheAnswerWithItsBody(Way way) throws Exception {
    revokeTheTokenInUse();
    rig.provider.always(RequestKind.TOKEN_CLIENT_CREDENTIALS, Misbehaviour.STATUS_503);

    HttpResponse<InputStream> response =
        way.send(client, post(BodyPublishers.ofString("x")), BodyHandlers.ofInputStream());

    assertThat(response.statusCode()).isEqualTo(401);
    try (InputStream body = response.body()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(api.refusal);
    }
    assertThat(api.seen).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 64 * 1024, 64 * 1024 + 1, 1024 * 1024})
  void send_401OfAnySize_isHeldUpTo64KiB(int size) throws Exception {
    api.refusal = "r".repeat(size);
    revokeTheTokenInUse();
    rig.provider.misbehave(RequestKind.TOKEN_CLIENT_CREDENTIALS, Misbehaviour.STATUS_503);

    HttpResponse<String> refused =
        client.send(post(BodyPublishers.ofString("x")), BodyHandlers.ofString());
    rig.clock.advance(Duration.ofSeconds(7));
    HttpResponse<String> accepted =
        client.send(post(BodyPublishers.ofString("x")), BodyHandlers.ofString());

    assertThat(refused.body()).hasSize(Math.min(size, 64 * 1024));
    assertThat(accepted.body()).isEqualTo("done x");
  }

  @ParameterizedTest
  @EnumSource
  void send_401AndHandlersWithEffects_seeOneAnswerOnly(Way way) throws Exception {
    api.refusal = "a refusal that is much longer than the answer";
    revokeTheTokenInUse();
    Path file = folder.resolve("answer");

    way.send(client, post(BodyPublishers.ofString("x")), BodyHandlers.ofFile(file));

    assertThat(file).hasContent("done x");
    tokens.forgetAll();
    revokeTheTokenInUse();
    Collector collector = new Collector();
    way.send(client, get(), BodyHandlers.fromSubscriber(collector));
    assertThat(collector.subscriptions).isEqualTo(1);
    assertThat(collector.text.toString()).isEqualTo("done ");
  }

  @Test
  void send_401AndLines_areReadAsASequence() throws Exception {
    api.refusal = "one\ntwo\n";
    revokeTheTokenInUse();
    rig.provider.misbehave(RequestKind.TOKEN_CLIENT_CREDENTIALS, Misbehaviour.STATUS_503);

    HttpResponse<Stream<String>> response =
        client.send(post(BodyPublishers.noBody()), BodyHandlers.ofLines());

    assertThat(response.body()).containsExactly("one", "two");
  }

  @Test
  void send_manyRefusedAtOnce_isOneRenewal() {
    revokeTheTokenInUse();
    List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(client.sendAsync(post(BodyPublishers.ofString("x")), BodyHandlers.ofString()));
    }

    assertThat(all).allSatisfy(a -> assertThat(a.join().statusCode()).isEqualTo(200));
    assertThat(rig.tokenRequests()).isEqualTo(2);
  }

  @Test
  void send_apiRefusesEveryToken_doesNotAskForOneEachTime() throws Exception {
    api.accepts = token -> false;
    for (int i = 0; i < 30; i++) {
      assertThat(client.send(get(), BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }

    assertThat(rig.tokenRequests()).isEqualTo(1 + 3);
    assertThat(api.seen).hasSize(30 + 3);
  }

  @ParameterizedTest
  @EnumSource
  void send_noTokenToBeHad_isAnIoExceptionWithTheReason(Way way) {
    rig.provider.always(RequestKind.TOKEN_CLIENT_CREDENTIALS, Misbehaviour.INVALID_CLIENT);

    assertThatThrownBy(() -> way.send(client, get(), BodyHandlers.ofString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("invalid_client")
        .cause()
        .isInstanceOfSatisfying(
            TmsException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MACHINE_TOKEN_REFUSED));
    assertThat(api.seen).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void send_tokenSlowerThanTheRequestsTimeout_endsInTime(Way way) {
    try (Hold hold = rig.provider.hold(RequestKind.TOKEN_CLIENT_CREDENTIALS)) {
      HttpRequest hasty = HttpRequest.newBuilder(api.uri()).timeout(Duration.ofMillis(200)).build();

      assertThatThrownBy(() -> way.send(client, hasty, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("still being fetched");
      assertThat(hold.arrived()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void send_interrupted_isAnInterruptedException() {
    try (Hold hold = rig.provider.hold(RequestKind.TOKEN_CLIENT_CREDENTIALS)) {
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> client.send(get(), BodyHandlers.ofString()))
          .isInstanceOf(InterruptedException.class);
    } finally {
      assertThat(Thread.interrupted()).isFalse();
    }
  }

  @Test
  void sendAsync_waitingForAToken_blocksNobodyAndCanBeCancelled() {
    try (Hold hold = rig.provider.hold(RequestKind.TOKEN_CLIENT_CREDENTIALS)) {
      CompletableFuture<HttpResponse<String>> answer =
          client.sendAsync(get(), BodyHandlers.ofString());
      assertThat(answer).isNotDone();

      answer.cancel(true);

      assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
      hold.release();
      assertThat(client.sendAsync(get(), BodyHandlers.ofString()).join().statusCode())
          .isEqualTo(200);
    }
    assertThat(api.seen).hasSize(1);
  }

  @Test
  void sendAsync_apiDown_isTheClientsException() {
    api.close();

    assertThatThrownBy(() -> client.sendAsync(get(), BodyHandlers.ofString()).join())
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://api.example/", "http://127.0.0.1.example/", "HTTP://10.0.0.1/"})
  @DisplayName("RFC 6750 5.3: clients MUST always use TLS; http is for loopback hosts")
  void send_plainHttp_isRefused(String url) {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();

    assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.sendAsync(request, BodyHandlers.ofString()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(rig.tokenRequests()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = "NEVER", mode = EnumSource.Mode.EXCLUDE)
  void authorizing_clientThatFollowsRedirects_isRefused(HttpClient.Redirect redirect) {
    HttpClient follower = HttpClient.newBuilder().followRedirects(redirect).build();

    assertThatThrownBy(() -> tokens.authorizing("billing", follower))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  @Test
  void settings_areThoseOfTheGivenClient() {
    HttpClient given =
        HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(3))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    HttpClient lent = tokens.authorizing("billing", given);

    assertThat(lent.connectTimeout()).contains(Duration.ofSeconds(3));
    assertThat(lent.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    assertThat(lent.sslContext()).isSameAs(given.sslContext());
    assertThat(lent.sslParameters().getProtocols()).isEqualTo(given.sslParameters().getProtocols());
    assertThat(lent.followRedirects()).isEqualTo(HttpClient.Redirect.NEVER);
    assertThat(lent.cookieHandler()).isEmpty();
    assertThat(lent.proxy()).isEmpty();
    assertThat(lent.authenticator()).isEmpty();
    assertThat(lent.executor()).isEmpty();
  }

  /** A publisher that says its length and nothing else about itself. */
  private static final class OwnPublisher implements BodyPublisher {
    private final BodyPublisher body = BodyPublishers.ofString("once");

    @Override
    public long contentLength() {
      return 4;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      body.subscribe(subscriber);
    }
  }

  /** Collects text, and can be subscribed once. */
  private static final class Collector implements Flow.Subscriber<List<ByteBuffer>> {
    final StringBuilder text = new StringBuilder();
    int subscriptions;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscriptions++;
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      buffers.forEach(buffer -> text.append(StandardCharsets.UTF_8.decode(buffer)));
    }

    @Override
    public void onError(Throwable problem) {
      throw new UncheckedIOException(new IOException(problem));
    }

    @Override
    public void onComplete() {}
  }
}
