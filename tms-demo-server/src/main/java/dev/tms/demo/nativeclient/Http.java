package dev.tms.demo.nativeclient;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests with the cookies of one jar. Follows no redirects. Not thread-safe. */
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client;
  private final CookieJar cookies;
  private final String accept;
  private @Nullable URI end;
  private @Nullable URI reached;

  /** An app's own client, which says nothing of what it accepts. */
  Http(HttpClient client, CookieJar cookies) {
    this(client, cookies, "");
  }

  /** A client that accepts this. */
  Http(HttpClient client, CookieJar cookies, String accept) {
    this.client = client;
    this.cookies = cookies;
    this.accept = accept;
  }

  CookieJar cookies() {
    return cookies;
  }

  /** Sends nothing to this address from now on: what would be sent there is {@link #reached}. */
  void endAt(URI address) {
    end = address;
    reached = null;
  }

  /** What would have been sent to the end: its URL, with the fields of a form as the query. */
  Optional<URI> reached() {
    return Optional.ofNullable(reached);
  }

  private boolean isEnd(URI uri) {
    return end != null && Answer.place(uri).equals(Answer.place(end));
  }

  private Answer ended(URI uri) {
    reached = uri;
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    return new Answer("GET", uri, Map.of(), 200, none, "", Duration.ZERO);
  }

  Answer get(URI uri) throws ClientFailure {
    if (isEnd(uri)) {
      return ended(uri);
    }
    return send(HttpRequest.newBuilder(uri).GET(), Map.of());
  }

  /** A POST with an empty body, without content type. */
  Answer post(URI uri, Map<String, String> headers) throws ClientFailure {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody());
    headers.forEach(request::setHeader);
    return send(request, Map.of());
  }

  /** A POST of a form. */
  Answer submit(URI uri, Map<String, String> form) throws ClientFailure {
    if (isEnd(uri)) {
      return ended(URI.create(uri + "?" + encode(form)));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(form)));
    return send(request, form);
  }

  private static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder builder, Map<String, String> sent) throws ClientFailure {
    if (!accept.isEmpty()) {
      builder.setHeader("Accept", accept);
    }
    HttpRequest bare = builder.timeout(TIMEOUT).build();
    String cookie = cookies.header(bare.uri());
    HttpRequest request = cookie.isEmpty() ? bare : builder.setHeader("Cookie", cookie).build();
    long begin = System.nanoTime();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      cookies.store(request.uri(), answer.headers().allValues("Set-Cookie"));
      return new Answer(
          request.method(),
          request.uri(),
          sent,
          answer.statusCode(),
          answer.headers(),
          answer.body(),
          Duration.ofNanos(System.nanoTime() - begin));
    } catch (SSLException e) {
      throw new ClientFailure(
          "no trusted connection to "
              + request.uri().getAuthority()
              + " ("
              + e.getMessage()
              + "): name its certificate with --trust");
    } catch (ConnectException e) {
      throw new ClientFailure("nothing answers at " + request.uri().getAuthority());
    } catch (IOException e) {
      throw new ClientFailure(
          "no answer from "
              + request.uri().getAuthority()
              + ": "
              + e.getClass().getSimpleName()
              + " "
              + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClientFailure("interrupted");
    }
  }
}
