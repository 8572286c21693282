package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Tms;
import dev.tms.http.FakeRequest;
import dev.tms.http.Header;
import dev.tms.http.Response;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A browser of a service that is called without a server, whatever node answers. */
public final class Jar {
  private final Map<String, String> cookies = new LinkedHashMap<>();

  /** A browser in which Alice has just signed in. */
  public static Jar signIn(Tms node) {
    Jar jar = new Jar();
    jar.signInAgain(node);
    return jar;
  }

  /** Alice signs in, anyone who has been signed in before. */
  public void signInAgain(Tms node) {
    Response begun = send(node, FakeRequest.get("/Auth/BeginLogin"));
    String callbackUrl = node.publicUrl().resolve("/callback").toString();
    Page page = new TestBrowser().login(begun.header("Location"), "alice", "alice", callbackUrl);
    URI callback = page.location().orElseThrow();
    Response done = send(node, FakeRequest.get(callback.getPath() + "?" + callback.getRawQuery()));
    assertThat(done.status()).as(body(done)).isEqualTo(302);
    assertThat(done.header("Location")).doesNotContain("error");
  }

  /** Another browser with the same cookies. */
  public Jar copy() {
    Jar copy = new Jar();
    copy.cookies.putAll(cookies);
    return copy;
  }

  /** The request with the cookies of this browser. */
  public FakeRequest with(FakeRequest request) {
    FakeRequest all = request;
    for (Map.Entry<String, String> cookie : cookies.entrySet()) {
      all = all.header("Cookie", cookie.getKey() + "=" + cookie.getValue());
    }
    return all;
  }

  /** The answer, whose cookies are taken. */
  public Response send(Tms node, FakeRequest request) {
    Response response = node.handle(with(request));
    for (Header header : response.headers()) {
      if (header.name().equals("Set-Cookie")) {
        String pair = header.value().split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty()) {
          cookies.remove(name);
        } else {
          cookies.put(name, value);
        }
      }
    }
    return response;
  }

  /** Whether it has a session cookie. */
  public boolean hasSession() {
    return cookies.containsKey("tms");
  }

  /** Whether CheckSession says that it is signed in. */
  public boolean isLoggedIn(Tms node) {
    return body(send(node, FakeRequest.get("/Session/CheckSession")))
        .contains("\"isLoggedIn\":true");
  }

  /** RetrieveToken with an antiforgery token of its own. */
  public Response retrieve(Tms node) {
    String check = body(send(node, FakeRequest.get("/Session/CheckSession")));
    String token = check.replaceAll(".*\"requestVerificationToken\":\"([^\"]*)\".*", "$1");
    return send(
        node, FakeRequest.post("/Session/RetrieveToken").header("RequestVerificationToken", token));
  }

  /** The body as text. */
  public static String body(Response response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
