package dev.tms.outbound;

import dev.tms.http.Header;
import dev.tms.http.NetworkSettings;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.outbound.Sender.SendOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls through an {@link HttpClient}. Always HTTP/1.1: the upgrade to HTTP/2 over clear text
 * confuses some servers, and does not help single small calls. Thread-safe.
 */
public final class HttpClientSender implements Sender {
  private final HttpClient client;
  private final int concurrentCalls;
  private final Semaphore permits;

  private static final int CONCURRENT_CALLS = 32;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
  private static final String PROXY_REFUSES = "the proxy refuses user and password, or wants them ";
  private static final String RETRIES_POSTS = "jdk.httpclient.enableAllMethodRetry";

  /**
   * A sender with the proxy, trust and client certificate of this client. Rejects a client that
   * follows redirects, which could send secrets to unchecked hosts, and a JDK that is set to retry
   * POST, which could send one-time tokens twice.
   */
  public HttpClientSender(HttpClient client) {
    this(client, CONCURRENT_CALLS);
  }

  /** Calls beyond the limit are {@link Kind#BUSY}. */
  HttpClientSender(HttpClient client, int concurrentCalls) {
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
    this.concurrentCalls = concurrentCalls;
    this.permits = new Semaphore(concurrentCalls);
  }

  /** Returns a copy with its own limit, so that slow servers there do not block calls here. */
  public HttpClientSender apart() {
    return new HttpClientSender(client, concurrentCalls);
  }

  /** Returns a sender over this client or, if null, with these settings; rejects both together. */
  public static HttpClientSender of(@Nullable HttpClient client, NetworkSettings network) {
    if (client != null && network != NetworkSettings.DEFAULT) {
      throw new IllegalArgumentException(
          "is set, and network too: an HttpClient brings its own trust and proxy, so keep one");
    }
    return new HttpClientSender(client == null ? network.client(CONNECT_TIMEOUT) : client);
  }

  @Override
  public SendOutcome send(Call call) {
    if (!permits.tryAcquire()) {
      return new SendFailure(Kind.BUSY, "too many calls to other servers at once");
    }
    try {
      return throughClient(call);
    } finally {
      permits.release();
    }
  }

  private SendOutcome throughClient(Call call) {
    HttpRequest request;
    try {
      request = request(call);
    } catch (IllegalArgumentException e) {
      return new SendFailure(Kind.NOT_CONNECTED, "not an address that can be called: " + call);
    }
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(request, BoundedBody.handler(call.maxBytes()));
    try {
      // the request's timeout ends with the header section; this one includes the body
      HttpResponse<byte[]> response =
          exchange.get(call.timeout().toMillis(), TimeUnit.MILLISECONDS);
      // RFC 9110 15.5.8: 407 comes from a proxy, which has not forwarded the request
      return response.statusCode() == PROXY_AUTHENTICATION_REQUIRED
          ? new SendFailure(Kind.NOT_CONNECTED, PROXY_REFUSES + "(407) for " + call)
          : new Answer(response.statusCode(), headers(response), response.body());
    } catch (TimeoutException e) {
      exchange.cancel(true);
      return new SendFailure(Kind.TIMED_OUT, "no whole answer in time from " + call);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      return new SendFailure(Kind.DROPPED, "interrupted while waiting for " + call);
    } catch (ExecutionException e) {
      return failure(e.getCause() == null ? e : e.getCause(), call);
    }
  }

  private static HttpRequest request(Call call) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(call.uri())
            .version(HttpClient.Version.HTTP_1_1)
            .timeout(call.timeout())
            .method(
                call.method(),
                call.body().length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(call.body()));
    for (Header header : call.headers()) {
      builder.header(header.name(), header.value());
    }
    return builder.build();
  }

  private static List<Header> headers(HttpResponse<byte[]> response) {
    List<Header> headers = new ArrayList<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              for (String value : values) {
                if (!name.startsWith(":") && isPlain(value)) {
                  headers.add(new Header(name, value));
                }
              }
            });
    return headers;
  }

  private static boolean isPlain(String value) {
    return value.chars().allMatch(c -> (c >= ' ' && c != 127) || c == '\t');
  }

  /** Classifies a failure by its causes, outermost first. */
  static SendFailure failure(Throwable problem, Call call) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof BoundedBody.TooLargeException) {
        return new SendFailure(Kind.TOO_LARGE, "more than " + call.maxBytes() + " bytes: " + call);
      }
      if (at instanceof HttpConnectTimeoutException
          || at instanceof ConnectException
          || at instanceof UnknownHostException
          || at instanceof UnresolvedAddressException) {
        return new SendFailure(Kind.NOT_CONNECTED, "cannot connect for " + call);
      }
      // no request is sent before the handshake
      if (at instanceof SSLHandshakeException || at instanceof SSLPeerUnverifiedException) {
        return new SendFailure(Kind.NOT_CONNECTED, "TLS handshake failed for " + call);
      }
      // the JDK's message if a proxy refuses a tunnel
      if (at instanceof IOException
          && String.valueOf(at.getMessage()).startsWith("Tunnel failed")) {
        return new SendFailure(Kind.NOT_CONNECTED, "the proxy made no tunnel for " + call);
      }
      if (at instanceof HttpTimeoutException) {
        return new SendFailure(Kind.TIMED_OUT, "no whole answer in time from " + call);
      }
    }
    return new SendFailure(
        Kind.DROPPED,
        "the connection broke ("
            + problem.getClass().getSimpleName().toLowerCase(Locale.ROOT)
            + ") in "
            + call);
  }

  /** Collects a response body; cancels as soon as it exceeds the limit. */
  public static final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {
    public static final class TooLargeException extends IOException {
      private static final long serialVersionUID = 1L;

      TooLargeException() {
        super("the answer is larger than allowed");
      }
    }

    private final int maxBytes;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    private BoundedBody(int maxBytes) {
      this.maxBytes = maxBytes;
    }

    /** Returns a handler that rejects a larger {@code Content-Length} unread. */
    public static HttpResponse.BodyHandler<byte[]> handler(int maxBytes) {
      return info -> {
        BoundedBody body = new BoundedBody(maxBytes);
        if (info.headers().firstValueAsLong("Content-Length").orElse(0) > maxBytes) {
          body.whole.completeExceptionally(new TooLargeException());
        }
        return body;
      };
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
