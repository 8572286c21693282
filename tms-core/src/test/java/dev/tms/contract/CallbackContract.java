package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Paths;
import dev.tms.oauth.ResponseMode;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The callback where all goes well, or where the answer belongs to no login. */
abstract class CallbackContract extends Topic {
  private static final Variant OTHER_PATHS =
      Variant.with(b -> b.paths(new Paths("/signin-oidc", "/signout-callback-oidc", true)));
  static final Variant FORM_POST =
      Variant.httpsWith(
          builder ->
              builder.protocol(settings -> settings.withResponseMode(ResponseMode.FORM_POST)));

  @Test
  void callback_goodAnswer_setsASessionAndReturnsToTheFrontEnd() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");

    Page page = browser.get(callback);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(page.header("Referrer-Policy")).contains("no-referrer");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(names(browser)).containsExactlyInAnyOrder("tms", "tms-use", "tms-csrf");
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @Test
  void callback_otherCase_isTheSamePath() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");

    Page page = browser.get(URI.create(callback.toString().replace("/callback", "/CallBack")));

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
  }

  @Test
  void callback_configuredPaths_areThose() throws Exception {
    Site site = site(OTHER_PATHS);
    TestBrowser browser = new TestBrowser();

    Page in = site.login(browser);
    Page out = site.goOn(browser, site.logOut(browser), "no one", site.frontEnd);

    assertThat(in.uri().getPath()).isEqualTo("/signin-oidc");
    assertThat(in.location()).contains(URI.create(site.frontEnd));
    assertThat(out.uri().getPath()).isEqualTo("/signout-callback-oidc");
    assertThat(out.location()).contains(URI.create(site.frontEnd));
    assertThat(site.raw("GET", "/callback").status()).isEqualTo(404);
    assertThat(site.raw("GET", "/Auth/LoggedOut").status()).as("beside it").isEqualTo(200);
  }

  @Test
  @DisplayName("Lesson 1: login CSRF: an answer from another browser's login sets no session")
  void callback_withoutItsCookie_isLoginUnknown() throws Exception {
    URI attackers = plain().callbackOf(new TestBrowser(), "/Auth/BeginLogin", "bob");
    TestBrowser victim = new TestBrowser();
    plain().callbackOf(victim, "/Auth/BeginLogin", "alice");

    Page page = victim.get(attackers);

    assertLoginUnknown(page);
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
    assertThat(plain().isLoggedIn(victim)).isFalse();
  }

  @Test
  @DisplayName("Lesson 1: with a live session, another user's answer changes nothing")
  void callback_withoutItsCookieWithSession_returnsToTheFrontEndUntouched() throws Exception {
    URI attackers = plain().callbackOf(new TestBrowser(), "/Auth/BeginLogin", "bob");
    TestBrowser victim = plain().signedIn();
    List<String> before = jar(victim);

    Page page = victim.get(attackers);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(jar(victim)).isEqualTo(before);
    assertThat(subject(plain(), victim)).isEqualTo(subjectOf("alice"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?",
        "?state=",
        "?state=x&code=y",
        "?code=y",
        "?state=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&code=y",
        "?state=%00%ff",
        "?state=../../../etc&code=y",
        "?error=access_denied",
        "?error=%3Cscript%3E&error_description=%3Cscript%3Ealert(1)%3C/script%3E"
      })
  @DisplayName(
      "Lesson 30, Pain 8: an answer without state, or with an unknown one, is a plain page")
  void callback_noState_isAPlainPage(String query) throws Exception {
    Page page = plain().raw("GET", "/callback" + query);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).containsPattern("login_(unknown|invalid)").doesNotContain("script");
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  @DisplayName(
      "Pain 8: back button or bookmark to the callback while signed in leads to the front end")
  void callback_usedTwice_withSessionReturnsToTheFrontEnd() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    browser.get(callback);
    List<String> before = jar(browser);

    Page page = browser.get(callback);

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(jar(browser)).isEqualTo(before);
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isEqualTo(1);
  }

  @Test
  void callback_replayedWithItsOldCookies_isLoginUnknown() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    browser.get(callback);

    Page page = copy.get(callback);

    assertLoginUnknown(page);
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @Test
  void callback_afterAQuarterOfAnHour_isLoginUnknown() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    pass(Duration.ofMinutes(16));

    assertLoginUnknown(browser.get(callback));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&state=x",
        "&code=x",
        "&iss=https://evil.example",
        "&error=access_denied",
        "&foo=1&foo=2",
        "&%63ode=x"
      })
  @DisplayName("Lesson 26: duplicate parameters, and code with error, are refused")
  void callback_duplicateOrContradictoryParameters_isLoginInvalid(String more) throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");

    Page page = browser.get(URI.create(callback + more));

    assertLoginInvalid(page);
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
    assertThat(browser.get(callback).location())
        .as("the login itself is not burnt")
        .contains(URI.create(plain().frontEnd));
  }

  @Test
  void callback_repeatedAlikeOrEmpty_signsIn() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    String state = Site.query(callback).get("state");

    Page page = browser.get(URI.create(callback + "&state=" + state + "&error=&x=1&x=1"));

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(plain().retrieve(browser, plain().token(browser)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&error_description=Acc%E8s+refus%E9",
        "&hint=%ff%fe",
        "&%E9tat=x&%E8=y",
        "&x=%ff&x=%ff"
      })
  void callback_otherParameterIsNotUtf8_isAnsweredAllTheSame(String more) throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");

    assertThat(browser.get(URI.create(callback + more)).location())
        .contains(URI.create(plain().frontEnd));

    callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    String error = callback.toString().replaceFirst("([?&])code=[^&]*", "$1error=access_denied");
    assertThat(browser.get(URI.create(error + more)).location())
        .contains(URI.create(plain().frontEnd + "?error=access_denied"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%20", "+++", "%ff", "a%ff", "a%0ab"})
  void callback_codeThatIsNone_isLoginInvalid(String code) throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    String other = callback.toString().replaceFirst("([?&])code=[^&]*", "$1code=" + code);

    assertLoginInvalid(browser.get(URI.create(other)));
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
  }

  @Test
  void callback_wrongIss_isLoginInvalidOnErrorsToo() throws Exception {
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    Map<String, String> query = Site.query(callback);
    String state = query.get("state");

    assertLoginInvalid(
        browser.get(
            plain()
                .at(
                    "/callback?state="
                        + state
                        + "&code="
                        + query.get("code")
                        + "&iss=https://evil.example")));
    assertLoginInvalid(
        browser.get(
            plain()
                .at("/callback?state=" + state + "&error=access_denied&iss=https://evil.example")));
    assertLoginInvalid(
        browser.get(plain().at("/callback?state=" + state + "&code=" + query.get("code"))));
    assertLoginInvalid(
        browser.get(
            plain().at("/callback?state=" + state + "&code=x&iss=" + provider().issuer() + "/")));
    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
  }

  @Test
  void callback_postWithoutFormPost_isRefused() throws Exception {
    Page page =
        new TestBrowser()
            .post(
                plain().at("/callback"),
                Map.of("state", "x", "code", "y"),
                Map.of("Origin", "http://127.0.0.1:" + provider().port()));

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("GET");
  }

  // --- the session before

  @Test
  @DisplayName("Lesson 39, 26: a login makes a new session; the cookie from before it is over")
  void callback_previousSession_isEnded() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String token = plain().token(browser);

    plain().login(browser);

    Page over = plain().retrieve(old, token);
    assertThat(over.status()).isEqualTo(401);
    assertThat(code(over)).isEqualTo("logged_out");
    assertThat(plain().retrieve(browser, token).status())
        .as("the antiforgery value is carried over")
        .isEqualTo(200);
  }

  @Test
  @DisplayName("Lesson 14: after another user's login the previous user is gone")
  void callback_otherUser_previousUserIsGone() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());

    plain().login(browser, "/Auth/BeginLogin?prompt=login", "bob");

    assertThat(subject(plain(), browser)).isEqualTo(subjectOf("bob"));
    assertThat(plain().isLoggedIn(old)).isFalse();
  }

  @Test
  void callback_sameProviderSession_refreshTokenOfBeforeIsNotRevoked() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();

    plain().login(browser);
    plain().settle();

    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
    assertThat(since(others)).hasSize(2);
  }

  @Test
  void callback_otherProviderSession_refreshTokenOfBeforeIsRevoked() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();
    Set<String> first = since(others);

    plain().login(browser, "/Auth/BeginLogin?prompt=login", "bob");
    plain().settle();

    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
    assertThat(first).hasSize(1).noneMatch(provider()::isRefreshTokenLive);
    assertThat(since(others)).hasSize(1);
  }

  // --- several at once

  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  @DisplayName("Pain 6: parallel logins in one cookie jar all complete")
  void callback_parallelLogins_allComplete(int count) throws Exception {
    TestBrowser browser = new TestBrowser();
    List<URI> callbacks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      callbacks.add(plain().callbackOf(browser, "/Auth/BeginLogin?returnUrl=/tab" + i, "alice"));
    }

    for (int i = count - 1; i >= 0; i--) {
      assertThat(browser.get(callbacks.get(i)).location())
          .contains(URI.create(plain().frontEnd + "tab" + i));
    }

    assertThat(names(browser)).containsExactlyInAnyOrder("tms", "tms-use", "tms-csrf");
  }

  @Test
  @DisplayName("Lesson 34, Pain 7: five logins are kept, a sixth evicts the oldest")
  void callback_sixParallelLogins_oldestIsEvicted() throws Exception {
    TestBrowser browser = new TestBrowser();
    List<URI> callbacks = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      callbacks.add(plain().callbackOf(browser, "/Auth/BeginLogin", "alice"));
      pass(Duration.ofSeconds(1));
    }

    assertThat(names(browser)).filteredOn(name -> name.startsWith("tms-login-")).hasSize(5);
    assertLoginUnknown(browser.get(callbacks.get(0)));
    for (int i = 1; i < 6; i++) {
      assertThat(browser.get(callbacks.get(i)).location()).contains(URI.create(plain().frontEnd));
    }
  }

  // --- response_mode=form_post

  @Test
  void formPost_goodAnswer_returnsWith303() throws Exception {
    Site site = site(FORM_POST);
    TestBrowser browser = new TestBrowser();

    Page begun = browser.get(site.at("/Auth/BeginLogin"));
    Page page = site.goOn(browser, begun, "alice", site.frontEnd);

    assertThat(Site.query(begun.location().orElseThrow()))
        .containsEntry("response_mode", "form_post");
    assertThat(begun.headers("Set-Cookie"))
        .anyMatch(
            c ->
                c.startsWith("__Host-tms-login-")
                    && c.contains("SameSite=None")
                    && c.contains("Secure"));
    assertThat(page.status()).isEqualTo(303);
    assertThat(page.method()).isEqualTo("POST");
    assertThat(page.location()).contains(URI.create(site.frontEnd));
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void formPost_previousSessionWhoseCookieDoesNotArrive_isEnded() throws Exception {
    Site site = site(FORM_POST);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());

    Page page = site.login(browser);

    assertThat(page.status()).isEqualTo(303);
    Page over = site.retrieve(old, token);
    assertThat(over.status()).isEqualTo(401);
    assertThat(code(over)).isEqualTo("logged_out");
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
  }

  @Test
  void formPost_unknownState_isLoginUnknownWithASessionToo() throws Exception {
    Site site = site(FORM_POST);
    TestBrowser browser = site.signedIn();

    Page page = browser.post(site.at("/callback"), Map.of("state", "x".repeat(43), "code", "y"));

    assertLoginUnknown(page);
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void formPost_duplicateParameters_isLoginInvalid() throws Exception {
    Site site = site(FORM_POST);

    Page page =
        Raw.sendBody(
            "POST",
            site.at("/callback"),
            "state=a&state=b&code=c",
            "Content-Type",
            "application/x-www-form-urlencoded");

    assertLoginInvalid(page);
  }

  @Test
  void formPost_parametersInTheQuery_doNotCount() throws Exception {
    Site site = site(FORM_POST);
    TestBrowser browser = new TestBrowser();
    Page page = browser.get(site.at("/Auth/BeginLogin"));
    page = browser.get(page.location().orElseThrow());
    page = browser.submitLogin(page, "alice", "alice");
    HtmlForm form = page.autoSubmitForm().orElseThrow();
    StringBuilder query = new StringBuilder("/callback?");
    form.fields().forEach((name, value) -> query.append(name + "=" + value + "&"));

    Page answer = browser.post(site.at(query.toString()), Map.of());

    assertLoginUnknown(answer);
  }

  static void assertLoginUnknown(Page page) {
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body())
        .contains("login_unknown")
        .contains("<h1>This login has ended or expired</h1><p>Start again.</p>");
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  static void assertLoginInvalid(Page page) {
    assertThat(page.status()).isEqualTo(400);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body()).contains("login_invalid");
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  private Set<String> since(Set<String> others) {
    Set<String> more = new TreeSet<>(provider().liveRefreshTokens());
    more.removeAll(others);
    return more;
  }
}
