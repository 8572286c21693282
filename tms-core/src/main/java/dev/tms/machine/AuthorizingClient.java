package dev.tms.machine;

import dev.tms.http.PublicUrl;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokens.ClientSlot;
import dev.tms.token.AccessToken;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Sends through another client with a token attached, and once more after a 401. Thread-safe. */
final class AuthorizingClient extends HttpClient {
  static final int UNAUTHORIZED = 401;

  private final ClientSlot tokens;
  private final HttpClient client;

  AuthorizingClient(ClientSlot tokens, HttpClient client) {
    if (client.followRedirects() != Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HttpClient must not follow redirects: build it with Redirect.NEVER, got "
              + client.followRedirects());
    }
    this.tokens = tokens;
    this.client = client;
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    Duration patience = patience(request);
    AccessToken token = granted(Waiting.await(tokens.slot().ask(), patience));
    boolean repeatable = isRepeatable(request);
    HttpResponse<Received<T>> first =
        client.send(authorized(request, token), Received.handler(handler, repeatable));
    if (first.statusCode() != UNAUTHORIZED) {
      return passed(first, request);
    }
    CompletableFuture<MachineTokenOutcome> renewal = tokens.slot().renew(token);
    if (!(first.body() instanceof Received.Held<T> held)) {
      return passed(first, request); // renewed for the next request
    }
    AccessToken other = other(Waiting.await(renewal, patience), token);
    if (other == null) {
      return new AuthorizedResponse<>(first, request, replayed(held, handler));
    }
    return passed(
        client.send(authorized(request, other), Received.handler(handler, false)), request);
  }

  private static <T> T replayed(Received.Held<T> held, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    try {
      return held.replay(handler).toCompletableFuture().get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return sendAsync(request, handler, null);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
    Duration patience = patience(request);
    return new AuthorizedCall<>(client, tokens, patience, request, handler, pushes).begin();
  }

  /** The time that a caller waits for a token: the request's own, where it has less. */
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

  private AccessToken granted(MachineTokenOutcome outcome) throws IOException {
    if (outcome instanceof Granted granted) {
      return granted.token();
    }
    throw noToken(tokens.name(), outcome);
  }

  static IOException noToken(String name, MachineTokenOutcome outcome) {
    RuntimeException problem = MachineTokens.problem(name, outcome);
    return new IOException(problem.getMessage(), problem);
  }

  /** The token that was had in place of a refused one, or null where it is the same or none. */
  static @Nullable AccessToken other(MachineTokenOutcome outcome, AccessToken refused) {
    return outcome instanceof Granted granted && !granted.token().value().equals(refused.value())
        ? granted.token()
        : null;
  }

  static boolean isRepeatable(HttpRequest request) {
    return ReplayableBody.isReplayable(request.bodyPublisher().orElse(null));
  }

  static HttpRequest authorized(HttpRequest request, AccessToken token) {
    return HttpRequest.newBuilder(request, (name, value) -> !name.equalsIgnoreCase("Authorization"))
        .setHeader("Authorization", "Bearer " + token.reveal())
        .build();
  }

  /** The answer with the body that the caller's handler has made. */
  static <T> HttpResponse<T> passed(HttpResponse<Received<T>> response, HttpRequest request) {
    Received<T> body = response.body();
    return new AuthorizedResponse<>(
        response, request, body instanceof Received.Passed<T> passed ? passed.body() : null);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }

  /** The client's name only. */
  @Override
  public String toString() {
    return "HttpClient[authorized as " + tokens.name() + "]";
  }
}
