package dev.tms.machine;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * An answer as the caller gets it: its request is the one that the caller made, which does not have
 * the token in its header.
 */
final class AuthorizedResponse<T> implements HttpResponse<T> {
  private final HttpResponse<?> response;
  private final HttpRequest request;
  private final @Nullable T body;

  AuthorizedResponse(HttpResponse<?> response, HttpRequest request, @Nullable T body) {
    this.response = response;
    this.request = request;
    this.body = body;
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  /** Empty: an earlier answer would bring its request along. */
  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return response.headers();
  }

  @Override
  @SuppressWarnings("NullAway") // null where the caller's handler made null of it
  public T body() {
    return body;
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
