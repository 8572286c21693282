package dev.tms.demo.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.Cookie;
import dev.tms.Tms;
import dev.tms.config.TmsConfiguration;
import dev.tms.contract.FreePort;
import dev.tms.demo.server.Binding;
import dev.tms.demo.server.Health;
import dev.tms.demo.server.Management;
import dev.tms.demo.server.SelfSigned;
import dev.tms.demo.server.TmsServer;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.testkit.TestProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls of a browser app in a real browser: its page on one port of localhost, the service on
 * another, both https.
 */
final class OtherOriginBrowserTest {
  private static final String CHECK =
      """
      async (service) => {
        const answer = await fetch(service + '/Session/CheckSession', { credentials: 'include' });
        return { status: answer.status, ...await answer.json() };
      }
      """;
  private static final String RETRIEVE =
      """
      async ([service, token]) => {
        const answer = await fetch(service + '/Session/RetrieveToken', {
          method: 'POST', credentials: 'include', headers: { RequestVerificationToken: token } });
        return { status: answer.status, ...await answer.json() };
      }
      """;

  @TempDir private static Path folder;
  private static Chromium chromium;
  private static TestProvider provider;
  private static OtherOrigin frontEnd;
  private static OtherOrigin stranger;
  private static TmsServer server;
  private static String service;
  private Visit visit;
  private Page page;

  @BeforeAll
  static void start() throws Exception {
    chromium = Chromium.start();
    int port = FreePort.next();
    service = "https://localhost:" + port;
    provider =
        TestProvider.builder()
            .client(
                TestClient.confidential("web", "web secret")
                    .redirectUri(service + "/callback")
                    .postLogoutRedirectUri(service + "/Auth/LoggedOut")
                    .build())
            .start();
    SSLContext tls =
        new SelfSigned(folder, InstantSource.system(), new SecureRandom()).keysFor("localhost");
    frontEnd = new OtherOrigin(tls).forService(service);
    stranger = new OtherOrigin(tls).forService(service);
    String configuration =
        """
        {
          "Client": { "Authority": "%s", "ClientId": "web", "ClientSecret": "web secret" },
          "FrontEnd": { "FrontEndRedirectUrl": "%s/", "FrontEndCorsOrigin": "%s" },
          "Tenants": { "Mode": "single", "AllowedDomains": ["*.cloud.test"] },
          "Server": { "Port": %d }
        }
        """
            .formatted(provider.issuer(), frontEnd.url(), frontEnd.url(), port);
    Tms tms = TmsConfiguration.parse(configuration, folder, Map.of()).toTms();
    server =
        TmsServer.start(
            tms,
            new Binding("127.0.0.1", port, "127.0.0.1", null, tls),
            new Health(),
            UnaryOperator.identity(),
            Management.HEALTH_ONLY);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable started :
        new AutoCloseable[] {chromium, server, frontEnd, stranger, provider}) {
      if (started != null) {
        close(started);
      }
    }
  }

  @BeforeEach
  void open() {
    provider.clearRequests();
    visit = chromium.visit(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
    page = visit.page();
    page.navigate(frontEnd.url());
  }

  @AfterEach
  void leave() {
    visit.close();
  }

  @Test
  void browserClient_wholeWay_worksFromItsOwnOrigin() {
    Map<String, Object> before = check();
    String token = (String) before.get("requestVerificationToken");

    logIn();
    Map<String, Object> signedIn = check();
    Map<String, Object> retrieved = retrieve(token);
    button("Log out").click();
    assertThat(page).hasURL(frontEnd.url() + "/");

    assertThat(before).containsEntry("isLoggedIn", false);
    assertThat(signedIn)
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", "acme.cloud.test");
    assertThat(retrieved).containsEntry("status", 200);
    assertThat((Integer) retrieved.get("expiresIn")).isGreaterThan(60);
    assertThat(check()).containsEntry("isLoggedIn", false);
    assertThat(provider.count(RequestKind.END_SESSION)).isEqualTo(1);
    assertThat(visit.complaints()).isEmpty();
    assertThat(retrieve(token)).containsEntry("status", 401).containsEntry("code", "no_session");
  }

  @Test
  void browserClient_cookies_areOutOfTheReachOfScripts() {
    logIn();

    List<Cookie> cookies =
        visit.page().context().cookies(service).stream()
            .filter(cookie -> cookie.name.startsWith("__Host-tms"))
            .toList();

    assertThat(cookies)
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(cookie -> cookie.httpOnly && cookie.secure && cookie.path.equals("/"));
    assertThat((String) page.evaluate("document.cookie")).isEmpty();
  }

  @Test
  void strangeOrigin_signedInUser_canNeitherReadNorLogOut() {
    logIn();
    String token = (String) check().get("requestVerificationToken");
    page.navigate(stranger.url());

    Object read =
        page.evaluate("service => (%s)(service).catch(e => e.name)".formatted(CHECK), service);
    Object retrieved =
        page.evaluate(
            "a => (%s)(a).catch(e => e.name)".formatted(RETRIEVE), List.of(service, token));
    button("Log out").click();
    assertThat(page.locator("body")).containsText("origin_refused");

    assertThat(read).isEqualTo("TypeError");
    assertThat(retrieved).isEqualTo("TypeError");
    page.navigate(frontEnd.url());
    assertThat(check()).containsEntry("isLoggedIn", true);
  }

  private void logIn() {
    button("Log in").click();
    page.getByLabel("User name").fill("alice");
    page.getByLabel("Password").fill("alice");
    button("Sign in").click();
    assertThat(page).hasURL(frontEnd.url() + "/");
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> check() {
    return (Map<String, Object>) page.evaluate(CHECK, service);
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> retrieve(String token) {
    return (Map<String, Object>) page.evaluate(RETRIEVE, List.of(service, token));
  }

  private com.microsoft.playwright.Locator button(String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
  }

  private static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
