package dev.tms.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tms.Tms;
import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.testkit.browser.CookieJar;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A browser on a page of the front end, which calls a service in the same process. */
public final class Browser {
  static final String FRONT_END = "https://www.shop.example";

  private static final Pattern TOKEN = Pattern.compile("\"requestVerificationToken\":\"([^\"]+)\"");

  private final Tms tms;
  private final URI origin;
  private final CookieJar cookies;
  private String antiforgery = "";

  /** A browser that no user is signed in with. */
  public Browser(Tms tms) {
    this(tms, new CookieJar());
  }

  private Browser(Tms tms, CookieJar cookies) {
    this.tms = tms;
    this.cookies = cookies;
    this.origin = URI.create(tms.publicUrl().toString());
  }

  CookieJar cookies() {
    return cookies;
  }

  /** The same browser, as a balancer sends it to another node. */
  public Browser at(Tms node) {
    Browser same = new Browser(node, cookies);
    same.antiforgery = antiforgery;
    return same;
  }

  /** Signs alice in at a {@code TestProvider}. */
  public void signIn() {
    Response begin = send(navigation(URI.create("/Auth/BeginLogin")));
    URI callback =
        new TestBrowser()
            .login(String.valueOf(begin.header("Location")), "alice", "alice", origin + "/callback")
            .location()
            .orElseThrow();
    send(navigation(callback));
    checkSession();
  }

  /** Asks for an access token, which is refreshed where that is due. */
  public Response retrieveToken() {
    Response response = send(call("POST", "/Session/RetrieveToken"));
    if (response.status() != 200) {
      throw new IllegalStateException("no access token: " + response.status());
    }
    return response;
  }

  /** Asks for the antiforgery token, which {@link #call} then sends. */
  public void checkSession() {
    Response answer = send(call("GET", "/Session/CheckSession"));
    Matcher token = TOKEN.matcher(new String(answer.body(), UTF_8));
    if (!token.find()) {
      throw new IllegalStateException("no antiforgery token in the answer");
    }
    antiforgery = token.group(1);
  }

  /** A call by script, with everything that a browser adds and a service looks at. */
  public PlainRequest call(String method, String path) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Host", origin.getAuthority());
    fields.put("Origin", FRONT_END);
    fields.put("Referer", FRONT_END + "/");
    fields.put("Sec-Fetch-Site", "same-site");
    fields.put("Sec-Fetch-Mode", "cors");
    fields.put("Accept", "application/json");
    fields.put("Cookie", cookies.header(origin));
    if (!antiforgery.isEmpty()) {
      fields.put("RequestVerificationToken", antiforgery);
    }
    return new PlainRequest(method, path, null, fields);
  }

  /** A navigation, as from a link. */
  PlainRequest navigation(URI target) {
    Map<String, String> fields =
        Map.of("Host", origin.getAuthority(), "Cookie", cookies.header(origin));
    return new PlainRequest("GET", target.getPath(), target.getRawQuery(), fields);
  }

  /** Sends a request and keeps the cookies of its answer. */
  public Response send(PlainRequest request) {
    Response answer = tms.handle(request);
    keep(answer.headers());
    return answer;
  }

  void keep(List<Header> headers) {
    cookies.store(
        origin,
        headers.stream()
            .filter(header -> header.name().equals("Set-Cookie"))
            .map(Header::value)
            .toList());
  }
}
