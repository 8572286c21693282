package dev.tms.demo.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.TestBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** A signed-in user's cookies, sent to any node. Thread-safe. */
public final class Visitor {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper json = new ObjectMapper();
  private static final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private final Map<String, String> cookies; // guarded by itself
  private final String verification;
  private volatile Instant expiry;

  private Visitor(Map<String, String> cookies, String verification, Instant expiry) {
    this.cookies = new TreeMap<>(cookies);
    this.verification = verification;
    this.expiry = expiry;
  }

  /**
   * Signs in, in the contract's order of calls.
   *
   * @param life of the access token that the login brings
   */
  static Visitor signIn(String publicUrl, String frontEnd, String user, Duration life) {
    TestBrowser browser = new TestBrowser();
    Object token =
        browser.get(publicUrl + "/Session/CheckSession").json().get("requestVerificationToken");
    browser.login(publicUrl + "/Auth/BeginLogin", user, user, frontEnd);
    Map<String, String> own =
        browser.cookies().matching(URI.create(publicUrl)).stream()
            .filter(cookie -> cookie.name().startsWith("tms"))
            .collect(Collectors.toMap(JarCookie::name, JarCookie::value));
    return new Visitor(own, String.valueOf(token), Instant.now().plus(life));
  }

  /** The same cookies, which go their own way from now on. */
  public Visitor copy() {
    synchronized (cookies) {
      return new Visitor(cookies, verification, expiry);
    }
  }

  /** When the access token that it has got last stops working. */
  public Instant expiry() {
    return expiry;
  }

  /** The value of the {@code Cookie} header. */
  String cookieHeader() {
    synchronized (cookies) {
      return cookies.entrySet().stream()
          .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
          .collect(Collectors.joining("; "));
    }
  }

  /** Asks a node for the access token; the cookies of the answer are not taken over. */
  public CompletableFuture<Answer> ask(NodeProcess node) {
    return send("POST", node, "/Session/RetrieveToken");
  }

  /** Asks who is signed in; the cookies of the answer are not taken over. */
  Answer check(NodeProcess node) {
    return send("GET", node, "/Session/CheckSession").join();
  }

  /** Someone whose cookies do not open. */
  Visitor spoilt() {
    Visitor spoilt = copy();
    spoilt.cookies.replaceAll((name, value) -> "A" + value);
    return spoilt;
  }

  /** Signs out; the cookies stay. */
  Answer logOut(NodeProcess node) {
    return send("POST", node, "/Auth/LogOut").join();
  }

  private CompletableFuture<Answer> send(String method, NodeProcess node, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(node.url() + path))
            .timeout(LIMIT)
            .header("Accept", "application/json")
            .header("Cookie", cookieHeader())
            .header("RequestVerificationToken", verification)
            .method(method, BodyPublishers.noBody())
            .build();
    return http.sendAsync(request, BodyHandlers.ofString())
        .thenApply(Visitor::read)
        .exceptionally(failure -> new Answer(0, MissingNode.getInstance(), List.of()));
  }

  /** Asks, waits, and takes the cookies over. */
  public Answer retrieve(NodeProcess node) {
    Answer answer = ask(node).join();
    take(answer);
    return answer;
  }

  /** Sends the same request and hangs up. */
  void askAndHangUp(NodeProcess node) {
    URI url = URI.create(node.url());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
      String head =
          "POST /Session/RetrieveToken HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n"
              + ("Cookie: " + cookieHeader() + "\r\n")
              + ("RequestVerificationToken: " + verification + "\r\n\r\n");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does with an answer's cookies what a browser does. */
  void take(Answer answer) {
    if (answer.status() == 200) {
      // a part of a second was cut off
      expiry = Instant.now().plusSeconds(answer.body().path("expiresIn").asLong() + 1);
    }
    synchronized (cookies) {
      answer.cookies().forEach(this::take);
    }
  }

  private void take(String setCookie) {
    String pair = setCookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    if (setCookie.contains("Max-Age=0")) {
      cookies.remove(pair.substring(0, equals));
    } else {
      cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
  }

  private static Answer read(HttpResponse<String> response) {
    try {
      return new Answer(
          response.statusCode(),
          json.readTree(response.body()),
          response.headers().allValues("Set-Cookie"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
