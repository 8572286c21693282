package dev.tms.demo.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.demo.TestDemo;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PageTest {
  @RegisterExtension static final TestDemo demo = TestDemo.start();

  private final TestBrowser browser = new TestBrowser();

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/demo/page.css, text/css; charset=utf-8",
    "/demo/app.js, text/javascript; charset=utf-8",
    "/demo/icon.svg, image/svg+xml"
  })
  void get_file_hasTypeTagAndSecurityHeaders(String path, String type) {
    Page page = browser.get(demo.url(path));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).hasValue(type);
    assertThat(page.header("Cache-Control")).hasValue("no-cache");
    assertThat(page.header("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.header("Referrer-Policy")).hasValue("no-referrer");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe", "*");
  }

  @Test
  void get_fileThatTheBrowserHas_is304() {
    String tag = browser.get(demo.url("/demo/app.js")).header("ETag").orElseThrow();

    Page again = browser.get(URI.create(demo.url("/demo/app.js")), Map.of("If-None-Match", tag));

    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void get_indexHtml_hasNoInlineScriptOrStyle() {
    String html = browser.get(demo.url("/")).body();

    assertThat(html).doesNotContainPattern("<style|<script>| style=| on[a-z]+=\"|https?://");
  }

  @Test
  void request_otherPathOrMethod_isRefused() {
    assertThat(browser.get(demo.url("/demo/none.js")).status()).isEqualTo(404);
    assertThat(browser.get(demo.url("/demo/../../etc/passwd")).status()).isEqualTo(404);
    assertThat(browser.post(demo.url("/"), Map.of()).status()).isEqualTo(405);
  }

  @Test
  void request_otherLoopbackName_isSentToTheRightOne() {
    Page page = browser.get("http://127.0.0.1:" + demo.url().getPort() + "/anything");

    assertThat(page.location()).hasValue(URI.create(demo.url("/")));
  }

  @Test
  void request_foreignName_isRefused() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", demo.url().getPort())) {
      String request =
          "GET /demo/exchanges.json HTTP/1.1\r\nHost: rebound.example:"
              + demo.url().getPort()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 421");
    }
  }

  @Test
  void exchanges_afterALogin_showItWithoutSecrets() {
    browser.get(demo.url("/"));
    browser.get(demo.url("/Session/CheckSession"));
    Page back =
        browser.login(demo.url("/Auth/BeginLogin"), "alice", "alice", demo.url("/callback"));
    browser.get(back.location().orElseThrow());

    Page shown = browser.get(demo.url("/demo/exchanges.json"));

    List<Map<String, Object>> exchanges = exchanges(shown);
    assertThat(exchanges)
        .extracting(exchange -> exchange.get("method") + " " + exchange.get("status"))
        .contains("GET 200", "GET 302");
    assertThat(exchanges.get(exchanges.size() - 1).get("behind").toString())
        .contains("/token", "authorization_code");
    assertThat(shown.body()).contains("Set-Cookie", "HttpOnly").doesNotContain("demo-browser");
    assertThat(demo.provider().issuedSecrets())
        .allSatisfy(secret -> assertThat(shown.body()).doesNotContain(secret));
    browser.cookies().all().stream()
        .filter(cookie -> cookie.name().startsWith("tms"))
        .forEach(cookie -> assertThat(shown.body()).doesNotContain(cookie.value()));
  }

  @Test
  void exchanges_ofAnotherBrowser_areNotShown() {
    browser.get(demo.url("/"));
    browser.get(demo.url("/Session/CheckSession"));
    TestBrowser other = new TestBrowser();
    other.get(demo.url("/"));

    assertThat(exchanges(other.get(demo.url("/demo/exchanges.json")))).isEmpty();
    assertThat(exchanges(browser.get(demo.url("/demo/exchanges.json")))).hasSize(1);
  }

  @Test
  void service_clientWithoutThePage_getsNoCookieOfIt() {
    Page answer = browser.get(demo.url("/Session/CheckSession"));

    assertThat(answer.headers("Set-Cookie")).noneMatch(c -> c.startsWith(BrowserCookie.NAME));
    assertThat(answer.header("Demo-Exchange")).isEmpty();
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> exchanges(Page page) {
    return (List<Map<String, Object>>) page.json().get("exchanges");
  }
}
