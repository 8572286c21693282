package dev.tms.outbound;

import dev.tms.token.Secret;
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
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * Sends {@code Proxy-Authorization} with each request that goes through the proxy, which the JDK
 * puts into the request for a tunnel and not into what goes through it. Not by an {@link
 * Authenticator}: with one, the JDK drops a request's own {@code Authorization}.
 */
final class ProxyAuthorizingClient extends HttpClient {
  private final HttpClient client;
  private final NetworkSettings settings;
  private final Secret authorization;

  ProxyAuthorizingClient(HttpClient client, NetworkSettings settings, Secret authorization) {
    this.client = client;
    this.settings = settings;
    this.authorization = authorization;
  }

  private HttpRequest authorized(HttpRequest request) {
    return settings.proxyFor(request.uri()).isEmpty()
        ? request
        : HttpRequest.newBuilder(request, (name, value) -> true)
            .setHeader("Proxy-Authorization", authorization.reveal())
            .build();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return client.send(authorized(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(authorized(request), handler);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    return client.sendAsync(authorized(request), handler, pushes);
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
}
