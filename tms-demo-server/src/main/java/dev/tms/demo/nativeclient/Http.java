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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sends requests with the cookies of one jar, without following redirects. Not thread-safe. */
final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client;
  private final CookieJar cookies;
  private final String accept;
  private @Nullable URI end;
  private @Nullable URI reached;

  /** An empty {@code accept} means no {@code Accept} header. */
  Http(HttpClient client, CookieJar cookies, String accept) {
    this.client = client;
    this.cookies = cookies;
    this.accept = accept;
  }

  CookieJar cookies() {
    return cookies;
  }

  /** Records requests to this address instead of sending them. */
  void endAt(URI address) {
    end = address;
    reached = null;
  }

  /** The URL of the recorded request, with the fields of a form as the query. */
  Optional<URI> reached() {
    return Optional.ofNullable(reached);
  }

  private boolean isEnd(URI uri) {
    return end != null && Answer.place(uri).equals(Answer.place(end));
  }

  private Answer ended(URI uri) {
    reached = uri;
    HttpHeaders none = HttpHeaders.of(Map.of(), (name, value) -> true);
    return new Answer("GET", uri, Set.of(), 200, none, "", Duration.ZERO);
  }

  Answer get(URI uri) throws ClientFailure {
    if (isEnd(uri)) {
      return ended(uri);
    }
    return send(HttpRequest.newBuilder(uri).GET(), Set.of());
  }

  Answer post(URI uri, Map<String, String> headers) throws ClientFailure {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody());
    headers.forEach(request::setHeader);
    return send(request, Set.of());
  }

  Answer submit(HtmlForm form, Account account) throws ClientFailure {
    List<HtmlForm.Field> fields = form.filledIn(account);
    URI action = form.action();
    if (!form.isPost()) {
      String bare = action.toString().split("[?#]", 2)[0];
      return get(URI.create(bare + "?" + encode(fields)));
    }
    if (isEnd(action)) {
      return ended(URI.create(action + "?" + encode(fields)));
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(action)
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encode(fields)));
    return send(request, fields.stream().map(HtmlForm.Field::name).collect(Collectors.toSet()));
  }

  private static String encode(List<HtmlForm.Field> fields) {
    return fields.stream()
        .map(field -> encode(field.name()) + "=" + encode(field.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private Answer send(HttpRequest.Builder builder, Set<String> sent) throws ClientFailure {
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
          "no trusted connection to " + request.uri().getAuthority() + " (" + e.getMessage() + ")",
          "name its certificate with --trust, or http in the URL if the port has no TLS");
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
