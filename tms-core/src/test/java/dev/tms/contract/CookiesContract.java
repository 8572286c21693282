package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.SameSite;
import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which cookies are set when, and with which attributes. */
abstract class CookiesContract extends Topic {
  static final Variant STRICT =
      Variant.httpsWith(b -> b.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.STRICT)));
  private static final Variant NONE =
      Variant.httpsWith(b -> b.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE)));
  private static final Variant RENAMED =
      Variant.with(b -> b.sessions(SessionPolicy.DEFAULT.withCookieName("shop")));

  @Test
  @DisplayName("Lesson 32, 33: HttpOnly, Secure, bound to the host, and sealed from the first day")
  void cookies_overHttps_areHostOnlySecureHttpOnlyAndLastForTheBrowsersSession() throws Exception {
    Site site = https();
    TestBrowser browser = new TestBrowser();
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");

    Page page = browser.get(callback);

    assertThat(names(browser))
        .containsExactlyInAnyOrder("__Host-tms", "__Host-tms-use", "__Host-tms-csrf");
    for (JarCookie cookie : ours(browser)) {
      assertThat(cookie.secure()).isTrue();
      assertThat(cookie.httpOnly()).isTrue();
      assertThat(cookie.path()).isEqualTo("/");
      assertThat(cookie.sameSite()).isEqualTo("Lax");
      assertThat(cookie.expires()).isNull();
      assertThat(cookie.header())
          .doesNotContainIgnoringCase("Max-Age")
          .doesNotContainIgnoringCase("Domain")
          .doesNotContainIgnoringCase("Partitioned");
      assertThat(cookie.header().length()).isLessThanOrEqualTo(4096);
    }
    assertThat(page.headers("Set-Cookie"))
        .as("tokens are not readable in cookies")
        .noneMatch(c -> provider().issuedSecrets().stream().anyMatch(c::contains));
  }

  @Test
  void cookies_overHttp_haveNeitherPrefixNorSecure() throws Exception {
    TestBrowser browser = plain().signedIn();

    assertThat(names(browser)).containsExactlyInAnyOrder("tms", "tms-use", "tms-csrf");
    assertThat(ours(browser)).noneMatch(JarCookie::secure).allMatch(JarCookie::httpOnly);
  }

  @Test
  void cookies_otherName_isTheBaseOfAll() throws Exception {
    Site site = site(RENAMED);
    TestBrowser browser = new TestBrowser();
    Page begun = browser.get(site.at("/Auth/BeginLogin"));

    site.goOn(browser, begun, "alice", site.frontEnd);

    assertThat(cookiesIn(begun)).anyMatch(c -> c.startsWith("shop-login-"));
    assertThat(browser.cookies().all())
        .extracting(JarCookie::name)
        .contains("shop", "shop-use", "shop-csrf");
  }

  @Test
  void loginCookies_areLaxAndForEachLogin() throws Exception {
    TestBrowser browser = new TestBrowser();
    browser.get(https().at("/Auth/BeginLogin"));
    browser.get(https().at("/Auth/BeginLogin"));

    assertThat(ours(browser))
        .filteredOn(c -> c.name().startsWith("__Host-tms-login-"))
        .hasSize(2)
        .allMatch(c -> c.sameSite().equals("Lax") && c.secure() && c.httpOnly());
  }

  @Test
  @DisplayName("Section 3 defect 9: with SameSite=Strict the login completes by its Lax cookie")
  void sameSiteStrict_callbackWithoutTheSession_endsThePreviousOneAllTheSame() throws Exception {
    Site site = site(STRICT);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    assertThat(ours(browser)).allMatch(c -> c.sameSite().equals("Strict"));
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
    TestBrowser crossSite = new TestBrowser();
    browser.cookies().all().stream()
        .filter(c -> c.sameSite().equals("Lax"))
        .forEach(c -> crossSite.cookies().store(callback, List.of(c.header())));

    Page page = crossSite.get(callback);

    assertThat(page.location()).contains(URI.create(site.frontEnd));
    assertThat(cookiesIn(page)).contains("__Host-tms");
    assertThat(code(site.retrieve(old, token))).isEqualTo("logged_out");
    assertThat(site.retrieve(crossSite, token).status())
        .as("the antiforgery value came with the login")
        .isEqualTo(200);
  }

  @Test
  void sameSiteNone_isSetOnSessionCookies() throws Exception {
    TestBrowser browser = site(NONE).signedIn();

    assertThat(ours(browser)).allMatch(c -> c.sameSite().equals("None") && c.secure());
  }

  @Test
  @DisplayName("Pain 9, 10: a large session takes chunks, and a small one after it clears them")
  void cookies_largeThenSmallSession_noChunkIsLeftOver() throws Exception {
    assumeSessionsInCookies();
    dev.tms.testkit.TestUser large =
        new dev.tms.testkit.TestUser(
            "large", "large", "user-large", incompressible(6000), "large@example.test");
    provider().register(large);
    TestBrowser browser = new TestBrowser();
    plain().login(browser, "/Auth/BeginLogin", "large");
    assertThat(names(browser)).contains("tms", "tms.1");
    assertThat(plain().retrieve(browser, plain().token(browser)).status()).isEqualTo(200);

    Page page = plain().login(browser, "/Auth/BeginLogin?prompt=login", "alice");

    assertThat(cookiesIn(page)).contains("tms", "tms.1", "tms.2", "tms.3");
    assertThat(names(browser)).containsExactlyInAnyOrder("tms", "tms-use", "tms-csrf");
    assertThat(subject(plain(), browser)).isEqualTo(subjectOf("alice"));
  }

  @Test
  void lastUse_isWrittenAtMostOncePerMinute() throws Exception {
    TestBrowser browser = plain().signedIn();
    Map<String, String> token = Map.of("RequestVerificationToken", plain().token(browser));
    URI user = plain().at("/Session/User");

    pass(Duration.ofSeconds(59));
    assertThat(browser.get(user, token).headers("Set-Cookie")).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(cookiesIn(browser.get(user, token))).containsExactly("tms-use");
    pass(Duration.ofSeconds(59));
    assertThat(browser.get(user, token).headers("Set-Cookie")).isEmpty();
    pass(Duration.ofSeconds(2));
    assertThat(cookiesIn(browser.get(user, token))).containsExactly("tms-use");
  }

  @Test
  void cookies_nameTwiceWithDifferentValues_isNoSession() throws Exception {
    TestBrowser one = plain().signedIn();
    TestBrowser two = plain().signedIn();
    String mine = one.cookies().header(plain().at("/"));

    for (String name : new String[] {"tms", "tms-use"}) {
      String other = name + "=" + valueOf(two, name);
      for (String header : new String[] {mine + "; " + other, other + "; " + mine}) {
        Page page = plain().raw("GET", "/Session/CheckSession", "Cookie", header);

        assertThat(page.json()).as(name).containsEntry("isLoggedIn", false);
        assertThat(cookiesIn(page)).doesNotContain("tms");
      }
    }
    Page same = plain().raw("GET", "/Session/CheckSession", "Cookie", mine + "; " + mine);
    assertThat(same.json()).containsEntry("isLoggedIn", true);
  }

  @Test
  void cookies_textThatDoesNotReEncodeExactly_isNoSession() throws Exception {
    TestBrowser browser = plain().signedIn();
    String value = valueOf(browser, "tms");
    String use = valueOf(browser, "tms-use");

    for (String changed :
        new String[] {
          value + "=", value + "A", value.substring(1), "0" + value, " " + value + "x"
        }) {
      Page page =
          plain()
              .raw("GET", "/Session/CheckSession", "Cookie", "tms=" + changed + "; tms-use=" + use);
      assertThat(page.json()).as("one character more or less").containsEntry("isLoggedIn", false);
    }
    // the bits that the last character has too many must be zero
    int spare = (value.length() - 1) % 4;
    if (spare == 2 || spare == 3) {
      String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      int last = alphabet.indexOf(value.charAt(value.length() - 1));
      String twin = value.substring(0, value.length() - 1) + alphabet.charAt(last ^ 1);
      Page page = plain().raw("GET", "/Session/CheckSession", "Cookie", "tms=" + twin);
      assertThat(page.json()).containsEntry("isLoggedIn", false);
    }
  }

  @Test
  void cookies_thatDoNotOpen_areNeverCleared() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    browser.cookies().tamper("tms", "1garbage");

    Page check = plain().checkSession(browser);
    Page retrieve = plain().retrieve(browser, token);
    Page begin = browser.get(plain().at("/Auth/BeginLogin"));
    Page callback = browser.get(plain().at("/callback?state=x&code=y"));

    for (Page page : new Page[] {check, retrieve, begin, callback}) {
      assertThat(cookiesIn(page)).doesNotContain("tms", "tms-use");
    }
    assertThat(code(retrieve)).isEqualTo("no_session");
    assertThat(valueOf(browser, "tms")).isEqualTo("1garbage");
  }

  @Test
  void cookies_on403And503_areLeftAlone() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().always(RequestKind.TOKEN_REFRESH, Misbehaviour.STATUS_503);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    Page unavailable = plain().retrieve(browser, token);
    Page refused =
        browser.send(
            "POST", plain().at("/Auth/LogOut"), Map.of("Origin", "https://evil.example"), null);

    assertThat(unavailable.status()).isEqualTo(503);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(unavailable.headers("Set-Cookie")).isEmpty();
    assertThat(refused.headers("Set-Cookie")).isEmpty();
  }

  @Test
  @DisplayName("Lesson 28, 29: a cookie of another role, user or service opens nothing")
  void cookies_inOtherRoles_openNothing() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser other = plain().signedIn();
    TestBrowser elsewhere = site(RENAMED).signedIn();
    browser.get(plain().at("/Auth/BeginLogin"));
    String login =
        ours(browser).stream()
            .filter(c -> c.name().startsWith("tms-login-"))
            .map(JarCookie::value)
            .findFirst()
            .orElseThrow();
    String session = valueOf(browser, "tms");

    for (String value :
        new String[] {
          valueOf(browser, "tms-csrf"),
          valueOf(browser, "tms-use"),
          "1" + valueOf(browser, "tms-csrf"),
          "1" + valueOf(browser, "tms-use"),
          login,
          "1" + login,
          valueOf(elsewhere, "shop")
        }) {
      assertThat(check("tms=" + value)).isFalse();
    }
    String[] asUse = {valueOf(other, "tms-use"), session, session.substring(1), "x"};
    for (String use : asUse) {
      assertThat(check("tms=" + session + "; tms-use=" + use)).isTrue();
    }
    pass(Duration.ofMinutes(10));
    plain().retrieve(other, plain().token(other));
    pass(Duration.ofMinutes(11));
    assertThat(check("tms=" + session + "; tms-use=" + valueOf(other, "tms-use")))
        .as("the last use of another session keeps this one not alive")
        .isFalse();
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder();
    new java.util.Random(7).ints(length, 0, 64).forEach(i -> text.append((char) ('0' + i)));
    return text.toString();
  }

  private boolean check(String cookies) throws Exception {
    return (boolean)
        plain().raw("GET", "/Session/CheckSession", "Cookie", cookies).json().get("isLoggedIn");
  }
}
