package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /Session/CheckSession}. */
abstract class CheckSessionContract extends Topic {
  @Test
  void checkSession_firstVisit_nobodyIsSignedInAndTheAntiforgeryCookieIsSet() throws Exception {
    TestBrowser browser = new TestBrowser();

    Page page = plain().checkSession(browser);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(page.json())
        .containsOnlyKeys("isLoggedIn", "workspaceDomain", "requestVerificationToken")
        .containsEntry("isLoggedIn", false)
        .containsEntry("workspaceDomain", null);
    assertThat(cookiesIn(page)).containsExactly("tms-csrf");
  }

  @Test
  void checkSession_again_setsNothing() throws Exception {
    TestBrowser browser = new TestBrowser();
    plain().checkSession(browser);

    assertThat(plain().checkSession(browser).headers("Set-Cookie")).isEmpty();
  }

  @Test
  void checkSession_signedInWithADomain_namesIt() throws Exception {
    TestBrowser browser = new TestBrowser();
    plain().login(browser, "/Auth/Domains/Acme.Cloud.Test/BeginLogin", "alice");

    assertThat(plain().checkSession(browser).json())
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", "acme.cloud.test");
  }

  @Test
  void checkSession_signedInWithoutADomain_namesNone() throws Exception {
    TestBrowser browser = plain().signedIn();

    assertThat(plain().checkSession(browser).json())
        .containsEntry("isLoggedIn", true)
        .containsEntry("workspaceDomain", null);
  }

  @Test
  void checkSession_tokenExpired_refreshesNothing() throws Exception {
    TestBrowser browser = plain().signedIn();
    pass(World.TOKEN_LIFE.plusMinutes(1));

    Page page = plain().checkSession(browser);

    assertThat(page.json()).containsEntry("isLoggedIn", true);
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void checkSession_byItself_doesNotCountAsUse() throws Exception {
    TestBrowser browser = plain().signedIn();
    pass(Duration.ofMinutes(15));
    assertThat(plain().isLoggedIn(browser)).isTrue();
    pass(Duration.ofMinutes(6));

    Page page = plain().checkSession(browser);

    assertThat(page.status()).as("never 401").isEqualTo(200);
    assertThat(page.json()).containsEntry("isLoggedIn", false);
  }

  @Test
  void checkSession_sessionWithoutTheCookie_repairsItWithTheSessionsValue() throws Exception {
    TestBrowser browser = plain().signedIn();
    browser.cookies().remove("tms-csrf");

    Page page = plain().checkSession(browser);
    String token = String.valueOf(page.json().get("requestVerificationToken"));

    assertThat(cookiesIn(page)).containsExactly("tms-csrf");
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    assertThat(plain().checkSession(browser).headers("Set-Cookie")).isEmpty();
  }

  @Test
  @DisplayName("Lesson 38: with a session the cookie is not consulted, so a planted one is useless")
  void checkSession_plantedAntiforgeryCookie_isReplaced() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser attacker = new TestBrowser();
    String attackersToken = plain().token(attacker);
    browser.cookies().tamper("tms-csrf", valueOf(attacker, "tms-csrf"));

    assertThat(plain().retrieve(browser, attackersToken).status()).isEqualTo(400);
    Page page = plain().checkSession(browser);

    assertThat(cookiesIn(page)).containsExactly("tms-csrf");
    String token = String.valueOf(page.json().get("requestVerificationToken"));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    assertThat(plain().retrieve(browser, attackersToken).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"garbage", "1", "4AAAA", "9", "1AZ_-", "\u0080", "a=b", "%00", ","})
  @DisplayName("Pain 14: a malformed cookie is no one's session, not a failure, and is left alone")
  void checkSession_malformedSessionCookie_isNobody(String value) throws Exception {
    Page page = Raw.send("GET", plain().at("/Session/CheckSession"), "Cookie", "tms=" + value);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json()).containsEntry("isLoggedIn", false);
    assertThat(cookiesIn(page)).containsExactly("tms-csrf");
  }

  @Test
  void checkSession_otherCase_isTheSamePath() throws Exception {
    assertThat(plain().raw("GET", "/session/CHECKSESSION").status()).isEqualTo(200);
  }

  @Test
  void checkSession_wrongMethod_is405WithAllow() throws Exception {
    Page page = plain().raw("DELETE", "/Session/CheckSession");

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("GET");
    assertThat(code(page)).isEqualTo("method_not_allowed");
  }

  @Test
  void checkSession_belowABasePath_answersThereAlone() throws Exception {
    Site site = site(BELOW);

    assertThat(site.raw("GET", "/Session/CheckSession").status()).isEqualTo(200);
    assertThat(site.raw("GET", "/session/checksession").status()).isEqualTo(200);
    assertThat(Raw.send("GET", java.net.URI.create(site.origin + "/TMS/session/checksession")))
        .extracting(Page::status)
        .isEqualTo(200);
    assertThat(Raw.send("GET", java.net.URI.create(site.origin + "/Session/CheckSession")).status())
        .isEqualTo(404);
    TestBrowser browser = site.signedIn();
    assertThat(site.retrieve(browser, site.token(browser)).status()).isEqualTo(200);
    assertThat(browser.cookies().all())
        .filteredOn(c -> c.host().equals("localhost"))
        .allMatch(c -> c.path().equals("/"));
  }

  @Test
  @DisplayName("Lesson 10, 11: nothing is believed of forwarded headers or the user agent")
  void checkSession_forwardedHeaders_changeNothing() throws Exception {
    Page page =
        plain()
            .raw(
                "GET",
                "/Session/CheckSession",
                "X-Forwarded-Uri",
                "/",
                "X-Forwarded-User",
                "alice",
                "X_Forwarded_User",
                "alice",
                "X-Forwarded-Proto",
                "https",
                "User-Agent",
                "kube-probe/1.0");

    assertThat(page.json()).containsEntry("isLoggedIn", false);
    assertThat(page.headers("Set-Cookie")).noneMatch(c -> c.contains("Secure"));
  }

  @Test
  @DisplayName("Lesson 8: the path alone is matched, never the query")
  void checkSession_trailingTextOrQuery_isAnotherPath() throws Exception {
    for (String path :
        new String[] {
          "/Session/CheckSession/", "/Session/CheckSession/x", "/x?y=/Session/CheckSession"
        }) {
      assertThat(plain().raw("GET", path).status()).as(path).isEqualTo(404);
    }
  }

  @Test
  void checkSession_anyQuery_isIgnored() throws Exception {
    assertThat(plain().raw("GET", "/Session/CheckSession?x=%ff&&&").status()).isEqualTo(200);
  }

  @Test
  void checkSession_cookiesInSeveralFields_areOneJar() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page =
        plain()
            .raw(
                "GET",
                "/Session/CheckSession",
                "Cookie",
                "a=b; tms-use=" + valueOf(browser, "tms-use"),
                "Cookie",
                "tms=" + valueOf(browser, "tms"));

    assertThat(page.json()).containsEntry("isLoggedIn", true);
  }
}
