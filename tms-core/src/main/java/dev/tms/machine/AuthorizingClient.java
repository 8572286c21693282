package dev.tms.machine;

import dev.tms.http.ForwardingClient;
import dev.tms.http.PublicUrl;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokens.ClientSlot;
import dev.tms.token.AccessToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Sends requests with a token, and repeats them once after a 401. Thread-safe. */
final class AuthorizingClient extends ForwardingClient {
  static final int UNAUTHORIZED = 401;

  private final ClientSlot tokens;

  AuthorizingClient(ClientSlot tokens, HttpClient client) {
    super(client, UnaryOperator.identity());
    if (client.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HttpClient must not follow redirects: build it with Redirect.NEVER, got "
              + client.followRedirects());
    }
    this.tokens = tokens;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    return new AuthorizedCall<>(request, handler, pushes, patience(request)).begin();
  }

  /** Returns how long to wait for a token: no longer than the request's own timeout. */
  private Duration patience(HttpRequest request) {
    String host = request.uri().getHost();
    if (!"https".equalsIgnoreCase(request.uri().getScheme())
        && (host == null || !PublicUrl.isLoopbackHost(host))) {
      // RFC 6750 5.3: clients MUST always use TLS when making requests with bearer tokens
      throw new IllegalArgumentException(
          "plain http is for loopback hosts only, use https: " + request.uri());
    }
    return request
        .timeout()
        .filter(timeout -> timeout.compareTo(tokens.patience()) < 0)
        .orElse(tokens.patience());
  }

  private static HttpRequest authorized(HttpRequest request, AccessToken token) {
    return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"))
        .setHeader("Authorization", "Bearer " + token.reveal())
        .build();
  }

  private static <T> HttpResponse<T> passed(
      HttpResponse<Received<T>> response, HttpRequest request) {
    Received<T> body = response.body();
    return new AuthorizedResponse<>(
        response, request, body instanceof Received.Passed<T> passed ? passed.body() : null);
  }

  @Override
  public String toString() {
    return "HttpClient[authorized as " + tokens.name() + "]";
  }

  /** A request in progress. Blocks no thread; cancelling its future cancels the exchange. */
  private final class AuthorizedCall<T> {
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final @Nullable PushPromiseHandler<T> pushes;
    private final Duration patience;
    private volatile @Nullable CompletableFuture<?> exchange;

    AuthorizedCall(
        HttpRequest request,
        BodyHandler<T> handler,
        @Nullable PushPromiseHandler<T> pushes,
        Duration patience) {
      this.request = request;
      this.handler = handler;
      this.pushes = pushes;
      this.patience = patience;
    }

    CompletableFuture<HttpResponse<T>> begin() {
      CompletableFuture<HttpResponse<T>> answer =
          ClientSlot.within(tokens.slot().ask(), patience).thenCompose(this::first);
      CompletableFuture<?> unused =
          answer.whenComplete(
              (response, problem) -> {
                CompletableFuture<?> underWay = exchange;
                if (answer.isCancelled() && underWay != null) {
                  underWay.cancel(true);
                }
              });
      return answer;
    }

    private CompletionStage<HttpResponse<T>> first(MachineTokenOutcome outcome) {
      if (!(outcome instanceof Granted granted)) {
        RuntimeException problem = MachineTokens.problem(tokens.name(), outcome);
        return CompletableFuture.failedFuture(new IOException(problem.getMessage(), problem));
      }
      boolean repeatable = ReplayableBody.isReplayable(request.bodyPublisher().orElse(null));
      return exchange(granted.token(), repeatable)
          .thenCompose(response -> afterFirst(response, granted.token()));
    }

    private CompletionStage<HttpResponse<T>> afterFirst(
        HttpResponse<Received<T>> response, AccessToken token) {
      if (response.statusCode() != UNAUTHORIZED) {
        return CompletableFuture.completedFuture(passed(response, request));
      }
      CompletableFuture<MachineTokenOutcome> renewal = tokens.slot().renew(token);
      if (!(response.body() instanceof Received.Held<T> held)) {
        // the token is renewed for the next request
        return CompletableFuture.completedFuture(passed(response, request));
      }
      return ClientSlot.within(renewal, patience)
          .thenCompose(
              outcome ->
                  outcome instanceof Granted other && !other.token().value().equals(token.value())
                      ? exchange(other.token(), false).thenApply(second -> passed(second, request))
                      : held.replay(handler)
                          .thenApply(body -> new AuthorizedResponse<>(response, request, body)));
    }

    private CompletableFuture<HttpResponse<Received<T>>> exchange(AccessToken token, boolean hold) {
      CompletableFuture<HttpResponse<Received<T>>> started =
          client.sendAsync(
              authorized(request, token),
              Received.handler(handler, hold),
              pushes == null ? null : passing(pushes));
      exchange = started;
      return started;
    }

    private PushPromiseHandler<Received<T>> passing(PushPromiseHandler<T> own) {
      return (initiating, pushed, acceptor) -> {
        Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> accept =
            theirs ->
                acceptor
                    .apply(Received.handler(theirs, false))
                    .thenApply(response -> passed(response, pushed));
        own.applyPushPromise(initiating, pushed, accept);
      };
    }
  }

  /** The caller's view of a response: its request does not contain the token. */
  private record AuthorizedResponse<T>(
      HttpResponse<?> response, HttpRequest request, @Nullable T content)
      implements HttpResponse<T> {
    @Override
    public int statusCode() {
      return response.statusCode();
    }

    /** Empty, because an earlier response would expose its request. */
    @Override
    public Optional<HttpResponse<T>> previousResponse() {
      return Optional.empty();
    }

    @Override
    public HttpHeaders headers() {
      return response.headers();
    }

    @Override
    @SuppressWarnings("NullAway") // null if the caller's handler returned null
    public T body() {
      return content;
    }

    @Override
    public Optional<SSLSession> sslSession() {
      return response.sslSession();
    }

    @Override
    public URI uri() {
      return response.uri();
    }

    @Override
    public HttpClient.Version version() {
      return response.version();
    }

    @Override
    public String toString() {
      return response.toString();
    }
  }

  /**
   * A response body: either read by the caller's handler, or that of a 401, held back until it is
   * known whether the caller gets this response. A handler may write a file or feed a single-use
   * subscriber and therefore must not see two responses.
   */
  private sealed interface Received<T> {
    int MAX_HELD_BYTES = 64 * 1024;

    record Passed<T>(@Nullable T body) implements Received<T> {}

    record Held<T>(ResponseInfo info, byte[] bytes) implements Received<T> {
      CompletionStage<T> replay(BodyHandler<T> handler) {
        BodySubscriber<T> subscriber = handler.apply(info);
        BodyPublishers.ofByteArray(bytes).subscribe(new Replay(subscriber));
        return subscriber.getBody();
      }
    }

    /** Reads bodies with the caller's handler, and optionally holds back that of a 401. */
    static <T> BodyHandler<Received<T>> handler(BodyHandler<T> handler, boolean holdUnauthorized) {
      return info ->
          holdUnauthorized && info.statusCode() == AuthorizingClient.UNAUTHORIZED
              ? new Holder<>(info)
              : BodySubscribers.mapping(handler.apply(info), Passed::new);
    }

    final class Holder<T> implements BodySubscriber<Received<T>> {
      private final ResponseInfo info;
      private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
      private final CompletableFuture<Received<T>> whole = new CompletableFuture<>();
      private Flow.@Nullable Subscription subscription;

      Holder(ResponseInfo info) {
        this.info = info;
      }

      @Override
      public CompletionStage<Received<T>> getBody() {
        return whole;
      }

      @Override
      public void onSubscribe(Flow.Subscription newSubscription) {
        subscription = newSubscription;
        newSubscription.request(Long.MAX_VALUE);
      }

      @Override
      public void onNext(List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
          byte[] bytes = new byte[Math.min(buffer.remaining(), MAX_HELD_BYTES - collected.size())];
          buffer.get(bytes);
          collected.writeBytes(bytes);
          if (buffer.hasRemaining()) {
            onComplete();
            if (subscription != null) {
              subscription.cancel();
            }
            return;
          }
        }
      }

      @Override
      public void onError(Throwable problem) {
        whole.completeExceptionally(problem);
      }

      @Override
      public void onComplete() {
        whole.complete(new Held<>(info, collected.toByteArray()));
      }
    }

    /** Passes single buffers to a subscriber of buffer lists. */
    record Replay(BodySubscriber<?> subscriber) implements Flow.Subscriber<ByteBuffer> {
      @Override
      public void onSubscribe(Flow.Subscription subscription) {
        subscriber.onSubscribe(subscription);
      }

      @Override
      public void onNext(ByteBuffer buffer) {
        subscriber.onNext(List.of(buffer));
      }

      @Override
      public void onError(Throwable problem) {
        subscriber.onError(problem);
      }

      @Override
      public void onComplete() {
        subscriber.onComplete();
      }
    }
  }
}
