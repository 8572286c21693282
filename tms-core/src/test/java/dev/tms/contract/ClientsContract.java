package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.CookieJar;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The original's clients, call by call. */
abstract class ClientsContract extends Topic {
  /** A native app with its own jar and a web view with another one. */
  private final class NativeClient {
    final Site site;
    final TestBrowser app = new TestBrowser();
    final TestBrowser webView;
    String token;

    NativeClient(Site site, TestBrowser webView) {
      this.site = site;
      this.webView = webView;
    }

    /** CheckSession before any login; its token is kept. */
    void start() {
      Page check = site.checkSession(app);
      assertThat(check.json()).containsEntry("isLoggedIn", false);
      token = String.valueOf(check.json().get("requestVerificationToken"));
    }

    /** Cookies into the web view, navigate until the front end comes up, cookies back. */
    void login() {
      app.cookies().copyTo(webView.cookies());
      Page page = site.login(webView, "/Auth/Domains/acme.cloud.test/BeginLogin", "alice");
      assertThat(page.location()).contains(URI.create(site.frontEnd));
      webView.cookies().copyTo(app.cookies());
    }

    Page retrieve() {
      return site.retrieve(app, token);
    }
  }

  @Test
  void nativeClient_itsOrderOfCalls_works() throws Exception {
    for (Site site : new Site[] {plain(), https()}) {
      NativeClient client = new NativeClient(site, new TestBrowser());
      client.start();
      client.login();
      Page first = client.retrieve();
      assertThat(first.status()).as("the token is from before the login").isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        pass(World.TOKEN_LIFE.plusSeconds(1));
        Page next = client.retrieve();
        assertThat(next.status()).isEqualTo(200);
        assertThat(expiresIn(next)).isBetween(599L, 600L);
      }

      Page out = site.logOut(client.app);

      assertThat(out.status()).as("no antiforgery header, no Origin").isEqualTo(302);
      assertThat(client.retrieve().status()).isEqualTo(401);
      assertThat(names(client.app)).isEmpty();
    }
  }

  @Test
  @DisplayName("The web view keeps the first session cookie for ever: logins over it work")
  void nativeClient_webViewWithItsFirstCookie_logsInAgainAfterLogOut() throws Exception {
    TestBrowser webView = new TestBrowser();
    NativeClient client = new NativeClient(plain(), webView);
    client.start();
    client.login();
    String firstCookie = valueOf(webView, "tms");
    pass(World.TOKEN_LIFE.plusMinutes(1));
    client.retrieve();
    client.retrieve();
    plain().settle();
    pass(Duration.ofMinutes(5));
    assertThat(plain().logOut(client.app).status()).isEqualTo(302);
    assertThat(valueOf(webView, "tms")).isEqualTo(firstCookie);

    client.start();
    client.login();

    assertThat(valueOf(webView, "tms")).isNotEqualTo(firstCookie);
    assertThat(client.retrieve().status()).isEqualTo(200);
  }

  @Test
  void nativeClient_webViewWithASupersededCookie_logsInAgainWithTheSameToken() throws Exception {
    assumeSessionsInCookies();
    TestBrowser webView = new TestBrowser();
    NativeClient client = new NativeClient(plain(), webView);
    client.start();
    client.login();
    pass(World.TOKEN_LIFE.plusMinutes(1));
    client.retrieve();
    client.retrieve();
    plain().settle();
    pass(Duration.ofMinutes(2));
    assertThat(plain().isLoggedIn(copyOf(webView))).as("superseded").isFalse();
    provider().misbehave(RequestKind.TOKEN_REFRESH, dev.tms.testkit.Misbehaviour.INVALID_GRANT);
    pass(World.TOKEN_LIFE);
    assertThat(client.retrieve().status()).as("it re-logs in on 401 only").isEqualTo(401);

    client.login();

    assertThat(client.retrieve().status()).isEqualTo(200);
  }

  @Test
  void nativeClient_loggedOutThroughTheProvider_returnsThroughTheWebViewsJar() throws Exception {
    NativeClient client = new NativeClient(plain(), new TestBrowser());
    client.start();
    client.login();

    Page out = plain().logOut(client.app);
    Page back =
        plain()
            .goOn(
                client.webView,
                client.webView.get(out.location().orElseThrow()),
                "no one",
                plain().frontEnd);

    assertThat(back.location()).contains(URI.create(plain().frontEnd));
    assertThat(plain().isLoggedIn(client.webView))
        .as("the web view's copy of the session is over as well")
        .isFalse();
  }

  @Test
  void browserClient_itsCalls_work() throws Exception {
    Site site = https();
    TestBrowser browser = new TestBrowser();
    Map<String, String> script =
        Map.of("Origin", site.frontEndOrigin, "Sec-Fetch-Site", "same-site");

    Page check = browser.get(site.at("/Session/CheckSession"), script);
    assertReadable(site, check);
    assertThat(check.json()).containsEntry("isLoggedIn", false);

    Page begun =
        browser.post(
            site.at("/Auth/BeginLogin"), Map.of("CustomerDomain", "acme.cloud.test"), script);
    assertThat(begun.status()).isEqualTo(302);
    Page back = site.goOn(browser, begun, "alice", site.frontEnd);
    assertThat(back.location()).contains(URI.create(site.frontEnd));

    Page again = browser.get(site.at("/Session/CheckSession"), script);
    assertThat(again.json())
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", "acme.cloud.test");
    String token = String.valueOf(again.json().get("requestVerificationToken"));
    Map<String, String> withToken =
        Map.of(
            "Origin",
            site.frontEndOrigin,
            "Sec-Fetch-Site",
            "same-site",
            "RequestVerificationToken",
            token);
    Page retrieved = browser.send("POST", site.at("/Session/RetrieveToken"), withToken, null);
    assertReadable(site, retrieved);
    assertThat(retrieved.status()).isEqualTo(200);

    Page out = browser.post(site.at("/Auth/LogOut"), Map.of(), script);
    assertThat(out.status()).isEqualTo(302);
    Page home = site.goOn(browser, out, "no one", site.frontEnd);
    assertThat(home.location()).contains(URI.create(site.frontEnd));
    assertThat(browser.send("POST", site.at("/Session/RetrieveToken"), withToken, null).status())
        .isEqualTo(401);
  }

  @Test
  void browserClient_aMinuteBeforeExpiry_getsATokenThatLivesLonger() throws Exception {
    for (Duration life :
        new Duration[] {Duration.ofMinutes(3), Duration.ofMinutes(10), Duration.ofHours(1)}) {
      provider().accessTokenLifetime(life);
      TestBrowser browser = plain().signedIn();
      String token = plain().token(browser);
      plain().retrieve(browser, token);
      pass(life.minusMinutes(1));

      Page page = plain().retrieve(browser, token);

      assertThat(expiresIn(page)).isGreaterThan(60L);
    }
  }

  @Test
  void nativeClient_appAndWebViewShareNothingButCopies() throws Exception {
    CookieJar jar = new CookieJar();
    NativeClient client = new NativeClient(plain(), new TestBrowser(jar, null));
    client.start();
    client.login();

    assertThat(client.retrieve().status()).isEqualTo(200);
    assertThat(jar.all()).extracting("name").contains("tms");
  }

  private static void assertReadable(Site site, Page page) {
    assertThat(page.headers("Access-Control-Allow-Origin")).containsExactly(site.frontEndOrigin);
    assertThat(page.headers("Access-Control-Allow-Credentials")).containsExactly("true");
  }

  private static TestBrowser copyOf(TestBrowser browser) {
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    return copy;
  }
}
