package dev.tms.registration.doctor;

import dev.tms.http.BoundedClient;
import dev.tms.http.BoundedClient.NoAnswerException;
import dev.tms.http.Header;
import dev.tms.http.NetworkSettings;
import dev.tms.registration.doctor.NotSeen.Failure;
import dev.tms.registration.doctor.NotSeen.Kind;
import dev.tms.registration.doctor.TlsProbe.TlsOutcome;
import dev.tms.registration.doctor.TlsProbe.TlsSeen;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Sends one request and reports the result. Follows no redirects and reads at most 512 KiB. A call
 * takes no longer than its timeout; if TLS fails, a second handshake determines the reason and may
 * take the same time again. Thread-safe; blocks.
 */
record WebProbe(
    BoundedClient client,
    SSLContext tls,
    NetworkSettings settings,
    InstantSource clock,
    Duration timeout) {
  static final int MAX_BYTES = 512 * 1024;
  // the client's own timeout gives a more specific reason
  private static final Duration GRACE = Duration.ofMillis(250);

  WebProbe {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout must be positive, got " + timeout);
    }
  }

  WebProbe(HttpClient client, NetworkSettings settings, InstantSource clock, Duration timeout) {
    this(new BoundedClient(client), client.sslContext(), settings, clock, timeout);
  }

  WebOutcome get(URI uri, List<Header> headers) {
    return get(uri, headers, timeout);
  }

  WebOutcome get(URI uri, List<Header> headers, Duration atMost) {
    Duration time = atMost.compareTo(timeout) < 0 ? atMost : timeout;
    return send(uri, headers, HttpRequest.newBuilder().GET(), time);
  }

  WebOutcome post(URI uri, List<Header> headers, Map<String, String> form) {
    String body =
        form.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        uri,
        headers,
        HttpRequest.newBuilder()
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        timeout);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private WebOutcome send(
      URI uri, List<Header> headers, HttpRequest.Builder builder, Duration time) {
    if (!Locations.isHttp(uri) || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return new NotSeen(
          Kind.BAD_ADDRESS,
          "an http or https address with a host is needed, without user: " + Locations.place(uri));
    }
    HttpRequest request;
    try {
      headers.forEach(header -> builder.setHeader(header.name(), header.value()));
      request = builder.uri(uri).version(HttpClient.Version.HTTP_1_1).timeout(time).build();
    } catch (IllegalArgumentException e) {
      return new NotSeen(
          Kind.BAD_ADDRESS, "not a request that can be sent: " + Locations.place(uri));
    }
    Failure failure = new Failure(uri, time);
    Instant asked = clock.instant();
    try {
      return seen(uri, client.sendDirectly(request, time.plus(GRACE), MAX_BYTES), asked);
    } catch (NoAnswerException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      return e.kind() == NoAnswerException.Kind.TOO_LARGE
          ? failure.tooLarge()
          : explained(failure.of(cause), cause, uri, time);
    }
  }

  /** Classifies TLS problems by the certificates, not by the JDK's messages. */
  private NotSeen explained(NotSeen failure, Throwable cause, URI uri, Duration time) {
    // the client counts the handshake as connecting
    boolean handshake =
        cause instanceof SSLException
            || (failure.kind() == Kind.DROPPED && !(cause instanceof InterruptedException))
            || failure.kind() == Kind.CONNECT_TIMED_OUT;
    if (!"https".equalsIgnoreCase(uri.getScheme()) || !handshake) {
      return failure;
    }
    TlsOutcome found = new TlsProbe(tls, settings, clock, time).look(uri);
    if (found instanceof NotSeen notSeen) {
      return notSeen.isAboutTls() || notSeen.kind() == Kind.ANSWER_TIMED_OUT ? notSeen : failure;
    }
    TlsSeen seen = (TlsSeen) found;
    return seen.isTrusted() ? failure : untrusted(uri, seen.distrust().get(0));
  }

  private static NotSeen untrusted(URI uri, TlsSeen.Distrust why) {
    return new NotSeen(
        why.kind(),
        "the certificate of " + Locations.hostAndPort(uri) + " is not trusted: " + why.detail());
  }

  private Seen seen(URI uri, HttpResponse<byte[]> answer, Instant asked) {
    return new Seen(
        uri,
        answer.statusCode(),
        Header.of(answer.headers()),
        answer.body(),
        asked,
        Duration.between(asked, clock.instant()));
  }

  sealed interface WebOutcome permits Seen, NotSeen {}
}
