package dev.tms.testkit.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tms.testkit.http.Incoming;
import dev.tms.testkit.http.LoopbackServer;
import dev.tms.testkit.http.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TestBrowserTest {
  private static final String FORM =
      """
      <form id="search" action="/search"><input name="q"></form>
      <form id="login" class='x' method="post" action="/login?a=1&amp;b=%C3%BC">
      <input tabindex="1" id="username" class="pf" name="username" value="" type="text" autofocus>
      <input type="password" name="password" value="" />
      <input type="hidden" name="credentialId" value="&quot;x&#39;&#x3c;&amp;"/>
      <input type="checkbox" name="rememberMe"> <input type="checkbox" name="terms" checked>
      <input type="submit" name="login" value="Sign in">
      </form>
      """;

  private final LoopbackServer server = LoopbackServer.bind(0);
  private final List<Incoming> received = new CopyOnWriteArrayList<>();
  private final TestBrowser browser = new TestBrowser();

  @BeforeEach
  void start() {
    server.serve(this::answer);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply answer(Incoming request) {
    received.add(request);
    return switch (request.path()) {
      case "/one" -> Reply.redirect(302, "/two?x=1").with("Set-Cookie", "a=1; Path=/");
      case "/two" -> Reply.redirect(303, "two/three");
      case "/circle" -> Reply.redirect(302, "/circle");
      case "/form" -> Reply.text(200, "text/html", FORM);
      case "/auto" ->
          Reply.text(
              200,
              "text/html",
              "<body onload=\"document.forms[0].submit()\"><form method='post' action='"
                  + request.query().get("to").get(0)
                  + "'><input type='hidden' name='code' value='c'></form>");
      default -> Reply.text(200, "text/plain", "cookies " + request.header("cookie").orElse("-"));
    };
  }

  @Test
  void get_redirect_isNotFollowedUnlessAsked() {
    Page first = browser.get(uri("/one"));

    assertThat(first.status()).isEqualTo(302);
    assertThat(first.location()).contains(URI.create(uri("/two?x=1")));
    Page last = browser.follow(first);
    assertThat(last.uri().getPath()).isEqualTo("/two/three");
    assertThat(last.body()).isEqualTo("cookies a=1");
  }

  @Test
  void followUntil_prefix_isNotAskedFor() {
    Page page = browser.followUntil(browser.get(uri("/one")), uri("/two/"));

    assertThat(page.uri().getPath()).isEqualTo("/two");
    assertThat(received).extracting(Incoming::path).containsExactly("/one", "/two");
    assertThatIllegalStateException()
        .isThrownBy(() -> browser.followUntil(page, "http://elsewhere/"));
  }

  @Test
  void follow_circle_givesUp() {
    assertThatIllegalStateException().isThrownBy(() -> browser.open(uri("/circle")));
  }

  @Test
  void submitLogin_fillsFormWithPasswordAndKeepsHiddenFields() {
    Page form = browser.get(uri("/form"));

    browser.submitLogin(form, "alice", "p&ss=wörd");

    Incoming sent = received.get(1);
    assertThat(sent.uri().toString()).isEqualTo("/login?a=1&b=%C3%BC");
    assertThat(sent.form())
        .containsEntry("username", List.of("alice"))
        .containsEntry("password", List.of("p&ss=wörd"))
        .containsEntry("credentialId", List.of("\"x'<&"))
        .containsEntry("terms", List.of(""))
        .doesNotContainKeys("rememberMe", "login", "q");
    assertThat(sent.header("Origin")).contains(uri(""));
    assertThat(sent.header("Sec-Fetch-Site")).contains("same-origin");
  }

  @Test
  void navigations_acceptPages_andCallsOfScriptsSayNothing() {
    Page form = browser.get(uri("/form"));
    browser.submitLogin(form, "alice", "alice");
    browser.post(uri("/form"), Map.of());
    browser.get(URI.create(uri("/form")), Map.of("accept", "application/json"));
    browser.send("GET", URI.create(uri("/form")), Map.of(), null);

    assertThat(received.subList(0, 3))
        .allSatisfy(sent -> assertThat(sent.header("Accept").orElseThrow()).contains("text/html"));
    assertThat(received.get(3).header("Accept")).contains("application/json");
    assertThat(received.get(4).header("Accept").orElse("")).doesNotContain("html");
  }

  @Test
  void submitLogin_noForm_saysWhere() {
    Page page = browser.get(uri("/plain?secret=1"));

    assertThatIllegalStateException()
        .isThrownBy(() -> browser.submitLogin(page, "a", "b"))
        .withMessageContaining("/plain")
        .withMessageNotContaining("secret");
  }

  @Test
  void follow_selfSubmittingFormToOtherSite_sendsNoLaxCookies() {
    String other = uri("/landing").replace("127.0.0.1", "localhost");
    browser.cookies().store(URI.create(other), List.of("lax=1; Path=/; SameSite=Lax"));
    browser.cookies().store(URI.create(other), List.of("none=1; Path=/; SameSite=None; Secure"));

    browser.open(uri("/auto?to=" + other));

    Incoming posted = received.get(1);
    assertThat(posted.header("Cookie")).contains("none=1");
    assertThat(posted.header("Sec-Fetch-Site")).contains("cross-site");
    assertThat(posted.form()).containsEntry("code", List.of("c"));
  }

  @Test
  void get_inParallel_sharesTheJar() {
    browser.get(uri("/one"));

    List<CompletableFuture<Page>> pages =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> browser.get(uri("/p" + i))))
            .toList();

    assertThat(pages).allSatisfy(p -> assertThat(p.join().body()).isEqualTo("cookies a=1"));
  }

  private String uri(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }
}
