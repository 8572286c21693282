package dev.tms.http;

import dev.tms.http.BoundedClient.NoAnswerException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests through an {@link HttpClient} and limits time and size of the whole response.
 * Thread-safe; blocks.
 */
public final class BoundedClient {
  private static final String RETRIES_POSTS = "jdk.httpclient.enableAllMethodRetry";
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

  private final HttpClient client;

  /**
   * Uses this client, with its proxy, trust store and client certificate.
   *
   * @throws IllegalArgumentException if the client follows redirects, which could send secrets to
   *     unchecked hosts
   * @throws IllegalStateException if the JDK is set to retry POST, which could send one-time tokens
   *     twice
   */
  public BoundedClient(HttpClient client) {
    if (client.followRedirects() != HttpClient.Redirect.NEVER) {
      throw new IllegalArgumentException(
          "the HttpClient must not follow redirects: build it with Redirect.NEVER, got "
              + client.followRedirects());
    }
    String retries = System.getProperty(RETRIES_POSTS);
    if (retries != null && (retries.isEmpty() || Boolean.parseBoolean(retries))) {
      throw new IllegalStateException(
          "the system property " + RETRIES_POSTS + " must be off: one-time tokens are sent once");
    }
    this.client = client;
  }

  /**
   * Sends a request once. A response of the proxy that it wants credentials is no answer.
   *
   * @param timeout for the whole response, including the connection
   * @param maxBytes of the body
   * @throws NoAnswerException if there is no whole response
   */
  public HttpResponse<byte[]> send(HttpRequest request, Duration timeout, int maxBytes)
      throws NoAnswerException {
    HttpResponse<byte[]> response = sendDirectly(request, timeout, maxBytes);
    if (response.statusCode() == PROXY_AUTHENTICATION_REQUIRED) {
      // RFC 9110 15.5.8: 407 comes from a proxy, which has not forwarded the request
      throw new NoAnswerException(
          Kind.NOT_CONNECTED,
          "the proxy refuses user and password, or wants them (407) for " + name(request),
          null);
    }
    return response;
  }

  /** As {@link #send}, but returns a proxy's response too. */
  public HttpResponse<byte[]> sendDirectly(HttpRequest request, Duration timeout, int maxBytes)
      throws NoAnswerException {
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, info -> new BoundedBody(info, maxBytes));
    try {
      // the request's own timeout ends with the header section; this one includes the body
      return exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw timedOut(request, e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswerException(
          Kind.DROPPED, "interrupted while waiting for " + name(request), e);
    } catch (ExecutionException e) {
      throw failure(e.getCause() == null ? e : e.getCause(), request, maxBytes);
    }
  }

  /** Method and address, without the query, which may be secret. */
  private static String name(HttpRequest request) {
    URI uri = request.uri();
    return request.method()
        + " "
        + uri.getScheme()
        + "://"
        + uri.getRawAuthority()
        + uri.getRawPath();
  }

  private static NoAnswerException timedOut(HttpRequest request, Throwable cause) {
    return new NoAnswerException(
        Kind.TIMED_OUT, "no whole answer in time from " + name(request), cause);
  }

  /** Classifies a failure by its causes, outermost first. */
  private static NoAnswerException failure(Throwable problem, HttpRequest request, int maxBytes) {
    String name = name(request);
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof TooLargeException) {
        return new NoAnswerException(
            Kind.TOO_LARGE, "more than " + maxBytes + " bytes: " + name, problem);
      }
      if (at instanceof HttpConnectTimeoutException
          || at instanceof ConnectException
          || at instanceof UnknownHostException
          || at instanceof UnresolvedAddressException) {
        return notConnected("cannot connect for " + name, problem);
      }
      // no request is sent before the handshake
      if (at instanceof SSLHandshakeException || at instanceof SSLPeerUnverifiedException) {
        return notConnected("TLS handshake failed for " + name, problem);
      }
      // the JDK's message if a proxy refuses a tunnel
      if (at instanceof IOException
          && String.valueOf(at.getMessage()).startsWith("Tunnel failed")) {
        return notConnected("the proxy made no tunnel for " + name, problem);
      }
      if (at instanceof HttpTimeoutException) {
        return timedOut(request, problem);
      }
    }
    return new NoAnswerException(
        Kind.DROPPED,
        "the connection broke ("
            + problem.getClass().getSimpleName().toLowerCase(Locale.ROOT)
            + ") in "
            + name,
        problem);
  }

  private static NoAnswerException notConnected(String message, Throwable cause) {
    return new NoAnswerException(Kind.NOT_CONNECTED, message, cause);
  }

  /** There is no whole response. The message, for operators, contains no secrets. */
  public static final class NoAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is known about the fate of the request. */
    public enum Kind {
      /** No connection: the other server has not received the request. */
      NOT_CONNECTED,
      /** The time was over after the request may have been sent. */
      TIMED_OUT,
      /** The connection broke after the request may have been sent. */
      DROPPED,
      /** The response is larger than allowed. */
      TOO_LARGE
    }

    private final Kind kind;

    NoAnswerException(Kind kind, String message, @Nullable Throwable cause) {
      super(message, cause);
      this.kind = kind;
    }

    /** The kind of failure. */
    public Kind kind() {
      return kind;
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  private static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Collects a body; cancels as soon as it exceeds the limit, or if that is announced. */
  private static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    private final int maxBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    BoundedBody(HttpResponse.ResponseInfo info, int maxBytes) {
      this.maxBytes = maxBytes;
      if (info.headers().firstValueAsLong("Content-Length").orElse(0) > maxBytes) {
        whole.completeExceptionally(new TooLargeException());
      }
    }

    @Override
    public CompletionStage<byte[]> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      if (whole.isDone()) {
        newSubscription.cancel();
      } else {
        newSubscription.request(Long.MAX_VALUE);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (buffer.remaining() > maxBytes - collected.size()) {
          whole.completeExceptionally(new TooLargeException());
          if (subscription != null) {
            subscription.cancel();
          }
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        collected.writeBytes(bytes);
      }
    }

    @Override
    public void onError(Throwable problem) {
      whole.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      whole.complete(collected.toByteArray());
    }
  }
}
