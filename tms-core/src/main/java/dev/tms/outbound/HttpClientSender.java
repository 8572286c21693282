package dev.tms.outbound;

import dev.tms.http.BoundedClient;
import dev.tms.http.BoundedClient.NoAnswerException;
import dev.tms.http.Header;
import dev.tms.http.NetworkSettings;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.outbound.Sender.SendOutcome;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls through an {@link HttpClient}. Always HTTP/1.1: the upgrade to HTTP/2 over clear text
 * confuses some servers, and does not help single small calls. Thread-safe.
 */
public final class HttpClientSender implements Sender {
  private final BoundedClient client;
  private final int concurrentCalls;
  private final Semaphore permits;

  private static final int CONCURRENT_CALLS = 32;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

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
    this(new BoundedClient(client), concurrentCalls);
  }

  private HttpClientSender(BoundedClient client, int concurrentCalls) {
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
    try {
      HttpResponse<byte[]> response = client.send(request, call.timeout(), call.maxBytes());
      return new Answer(response.statusCode(), Header.of(response.headers()), response.body());
    } catch (NoAnswerException e) {
      return new SendFailure(Kind.valueOf(e.kind().name()), e.getMessage());
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
}
