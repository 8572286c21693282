package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Paths;
import dev.tms.oauth.IdentitySource;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code POST /Session/RetrieveToken}. */
abstract class RetrieveTokenContract extends Topic {
  private static final Variant OFF =
      Variant.with(b -> b.paths(new Paths("/callback", "/Auth/LoggedOut", false)));
  private static final Variant BY_USERINFO =
      Variant.with(b -> b.protocol(same -> same.withIdentity(IdentitySource.USERINFO)));
  private static final Variant ONLINE = Variant.with(b -> b.scopes("openid"));

  @Test
  void retrieveToken_signedIn_handsOutTheAccessToken() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page = plain().retrieve(browser, plain().token(browser));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.json()).containsOnlyKeys("accessToken", "expiresIn", "scope");
    assertThat(provider().isAccessTokenLive(plain().accessToken(page))).isTrue();
    assertThat(expiresIn(page)).isBetween(599L, 600L);
    assertThat(String.valueOf(page.json().get("scope")).split(" "))
        .containsExactlyInAnyOrder("openid", "profile", "email", "offline_access");
  }

  @Test
  void retrieveAccessToken_isTheSameCall() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page =
        browser.send(
            "POST",
            plain().at("/Session/RetrieveAccessToken"),
            Map.of("RequestVerificationToken", plain().token(browser)),
            null);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json()).containsOnlyKeys("accessToken", "expiresIn", "scope");
  }

  @Test
  void retrieveToken_withABodyOrContentType_isTheSame() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page =
        browser.send(
            "POST",
            plain().at("/Session/RetrieveToken"),
            Map.of(
                "RequestVerificationToken",
                plain().token(browser),
                "Content-Type",
                "application/json"),
            "{}");

    assertThat(page.status()).isEqualTo(200);
  }

  @Test
  @DisplayName("Pain 15, Lesson 24: without a session a script gets a bare 401, never a redirect")
  void retrieveToken_noSession_is401BeforeAntiforgeryIsLookedAt() throws Exception {
    for (String token : new String[] {null, "wrong", plain().token(new TestBrowser())}) {
      Page page = plain().retrieve(new TestBrowser(), token);

      assertThat(page.status()).isEqualTo(401);
      assertThat(page.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
      assertThat(code(page)).isEqualTo("no_session");
      assertThat(page.json()).containsOnlyKeys("type", "title", "status", "code");
      assertThat(page.headers("Set-Cookie")).isEmpty();
    }
  }

  @Test
  void retrieveToken_wrongAntiforgery_is400AndNothingIsRefreshedSlidOrWritten() throws Exception {
    TestBrowser browser = plain().signedIn();
    String others = plain().token(plain().signedIn());
    pass(World.TOKEN_LIFE.plusMinutes(1));
    List<String> before = jar(browser);

    for (String token :
        new String[] {null, "", "wrong", others, valueOf(browser, "tms-csrf"), "x".repeat(5000)}) {
      Page page = plain().retrieve(browser, token);

      assertThat(page.status()).isEqualTo(400);
      assertThat(code(page)).isEqualTo("antiforgery");
      assertThat(page.headers("Set-Cookie")).isEmpty();
    }
    assertThat(jar(browser)).isEqualTo(before);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
    pass(Duration.ofMinutes(10));
    assertThat(code(plain().retrieve(browser, plain().token(browser)))).isEqualTo("idle_timeout");
  }

  @Test
  @DisplayName("Lesson 38: an antiforgery header that occurs twice counts for nothing")
  void retrieveToken_twoAntiforgeryHeaders_is400() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);

    Page page =
        Raw.send(
            "POST",
            plain().at("/Session/RetrieveToken"),
            "Cookie",
            browser.cookies().header(plain().at("/")),
            "RequestVerificationToken",
            token,
            "RequestVerificationToken",
            "other");

    assertThat(page.status()).isEqualTo(400);
  }

  @Test
  void retrieveToken_fresh_writesNothingASecondTime() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    Page first = plain().retrieve(browser, token);
    pass(Duration.ofMinutes(2));

    Page second = plain().retrieve(browser, token);

    assertThat(cookiesIn(first)).containsExactly("tms-use");
    assertThat(second.headers("Set-Cookie")).isEmpty();
    assertThat(plain().accessToken(second)).isEqualTo(plain().accessToken(first));
    assertThat(expiresIn(second)).isBetween(479L, 480L);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void retrieveToken_expired_isRefreshedFirstAgainAndAgain() throws Exception {
    assumeSessionsInCookies();
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    String last = plain().accessToken(plain().retrieve(browser, token));
    for (int i = 0; i < 5; i++) {
      pass(World.TOKEN_LIFE.plusMinutes(1));

      Page page = plain().retrieve(browser, token);

      assertThat(plain().accessToken(page)).isNotEqualTo(last);
      assertThat(expiresIn(page)).isBetween(599L, 600L);
      assertThat(cookiesIn(page)).contains("tms", "tms-use");
      last = plain().accessToken(page);
      assertThat(provider().isAccessTokenLive(last)).isTrue();
    }
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(5);
  }

  @Test
  @DisplayName("Pain 19: a token is renewed a good while before it expires")
  void retrieveToken_inTheEarlyWindow_isRenewed() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    String first = plain().accessToken(plain().retrieve(browser, token));
    pass(Duration.ofMinutes(7));
    assertThat(plain().accessToken(plain().retrieve(browser, token))).isEqualTo(first);
    pass(Duration.ofMinutes(1).plusSeconds(30));

    Page page = plain().retrieve(browser, token);

    assertThat(plain().accessToken(page)).isNotEqualTo(first);
    assertThat(expiresIn(page)).isBetween(599L, 600L);
  }

  @Test
  @DisplayName("Section 3 defect 3: an outage does not sign users out")
  void retrieveToken_providerDown_oldTokenWhileItWorksThen503() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    String first = plain().accessToken(plain().retrieve(browser, token));
    provider().always(RequestKind.TOKEN_REFRESH, Misbehaviour.STATUS_503);
    pass(Duration.ofMinutes(9));

    assertThat(plain().accessToken(plain().retrieve(browser, token))).isEqualTo(first);
    pass(Duration.ofMinutes(2));
    Page down = plain().retrieve(browser, token);

    assertThat(down.status()).isEqualTo(503);
    assertThat(code(down)).isEqualTo("provider_unavailable");
    assertThat(Integer.parseInt(down.header("Retry-After").orElseThrow())).isPositive();
    assertThat(down.headers("Set-Cookie")).isEmpty();
    assertThat(plain().isLoggedIn(browser)).isTrue();
    provider().behave();
    pass(Duration.ofMinutes(2));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("what only an operator can change is said as that, and ends no session")
  void retrieveToken_userInfoRefused_is503WithoutRetryAfter() throws Exception {
    Site site = site(BY_USERINFO);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    provider().always(RequestKind.USERINFO, Misbehaviour.INVALID_CLIENT);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    for (int i = 0; i < 3; i++) {
      Page refused = site.retrieve(browser, token);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(code(refused)).isEqualTo("provider_misconfigured");
      assertThat(refused.json()).containsEntry("status", 503L);
      assertThat(refused.header("Retry-After")).isEmpty();
    }
    assertThat(site.isLoggedIn(browser)).isTrue();
    provider().behave();
    pass(Duration.ofMinutes(2));
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
  }

  @Test
  void retrieveToken_refusedByTheProvider_isSessionExpiredAndClearsTheCookies() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.INVALID_GRANT);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    Page page = plain().retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("session_expired");
    assertThat(names(browser)).containsExactly("tms-csrf");
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("no_session");
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"INVALID_GRANT", "INTERACTION_REQUIRED", "ERROR_WITH_STATUS_200"})
  @DisplayName("A refused refresh token is not an outage: the old token to its end, then 401")
  void retrieveToken_refusedEarly_servesTheOldTokenToItsEnd(Misbehaviour refusal) throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    String first = plain().accessToken(plain().retrieve(browser, token));
    long before = provider().count(RequestKind.TOKEN_REFRESH);
    provider().always(RequestKind.TOKEN_REFRESH, refusal);
    pass(Duration.ofMinutes(9));

    for (int i = 0; i < 3; i++) {
      assertThat(plain().accessToken(plain().retrieve(browser, token))).isEqualTo(first);
    }
    assertThat(plain().isLoggedIn(browser)).isTrue();
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(before + 1);
    pass(Duration.ofMinutes(2));
    assertThat(plain().isLoggedIn(browser)).isFalse();
    Page page = plain().retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("session_expired");
    assertThat(names(browser)).containsExactly("tms-csrf");
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(before + 1);
    provider().behave();
    assertThat(plain().login(browser).status()).isEqualTo(302);
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"INVALID_REQUEST", "EMPTY_400", "STRANGE_ERROR"})
  @DisplayName("A refusal that says nothing ends the session the third time, if others succeed")
  void retrieveToken_refusedUnclearly_endsOnceALoginSucceeds(Misbehaviour refusal)
      throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().always(RequestKind.TOKEN_REFRESH, refusal);
    pass(Duration.ofMinutes(11));

    for (int i = 0; i < 4; i++) {
      assertThat(plain().retrieve(browser, token).status()).isEqualTo(503);
      assertThat(plain().isLoggedIn(browser)).isTrue();
      pass(Duration.ofSeconds(40));
    }
    plain().signedIn();
    plain().settle();
    Page page = plain().retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("session_expired");
    provider().behave();
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {
        "FORM_BODY",
        "STATUS_201",
        "TRAILING_TEXT",
        "REPEATED_MEMBER",
        "TWO_REFRESH_TOKENS",
        "WRONG_CONTENT_TYPE"
      })
  @DisplayName("Nothing discards a new refresh token")
  void retrieveToken_oddFormOfTheAnswer_keepsTheNewTokens(Misbehaviour form) throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().always(RequestKind.TOKEN_REFRESH, form);
    for (int i = 0; i < 3; i++) {
      pass(World.TOKEN_LIFE.plusMinutes(1));

      Page page = plain().retrieve(browser, token);

      assertThat(page.status()).isEqualTo(200);
      assertThat(provider().isAccessTokenLive(plain().accessToken(page))).isTrue();
    }
    provider().behave();
  }

  @Test
  void retrieveToken_refreshedForSomebodyElse_isIdentityChangedAndRevoked() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.ID_TOKEN_WRONG_SUBJECT);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    Page page = plain().retrieve(browser, token);
    plain().settle();

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("identity_changed");
    assertThat(names(browser)).containsExactly("tms-csrf");
    assertThat(provider().liveRefreshTokens()).isEqualTo(others);
  }

  @Test
  void retrieveToken_answerOfARefreshLost_isSessionLostWhereTheProviderForgivesNothing()
      throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().misbehave(RequestKind.TOKEN_REFRESH, Misbehaviour.DROP_AFTER);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    Page first = plain().retrieve(browser, token);
    pass(Duration.ofMinutes(2));
    Page second = plain().retrieve(browser, token);

    assertThat(first.status()).isEqualTo(503);
    assertThat(first.headers("Set-Cookie")).isEmpty();
    assertThat(second.status()).isEqualTo(401);
    assertThat(code(second)).isEqualTo("session_lost");
    assertThat(names(browser)).containsExactly("tms-csrf");
  }

  @Test
  void retrieveToken_withoutRefreshToken_isSessionExpiredOnceTheTokenIs() throws Exception {
    Site site = site(ONLINE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    pass(Duration.ofSeconds(599));
    assertThat(expiresIn(site.retrieve(browser, token))).isBetween(0L, 1L);
    pass(Duration.ofSeconds(2));

    Page page = site.retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("session_expired");
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void retrieveToken_force_renewsAtMostOncePerHalfMinute() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    String first = plain().accessToken(plain().retrieve(browser, token));

    String forced = plain().accessToken(plain().retrieve(browser, token, "?force=true"));
    pass(Duration.ofSeconds(29));
    String throttled = plain().accessToken(plain().retrieve(browser, token, "?force=true"));
    pass(Duration.ofSeconds(2));
    String again = plain().accessToken(plain().retrieve(browser, token, "?force=true"));

    assertThat(forced).isNotEqualTo(first);
    assertThat(throttled).isEqualTo(forced);
    assertThat(again).isNotEqualTo(forced);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(2);
  }

  @Test
  void retrieveToken_forceWithAnOlderCookie_getsTheNewestWithoutATokenCall() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String newest = plain().accessToken(plain().retrieve(browser, token, "?force=true"));

    String answered = plain().accessToken(plain().retrieve(old, token, "?force=true"));

    assertThat(answered).isEqualTo(newest);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  @DisplayName("Lesson 35: where the provider says no scope, it is what was asked for, never more")
  void retrieveToken_scopeOmitted_isTheRequested() throws Exception {
    Site site = site(ONLINE);
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_SCOPE);
    TestBrowser browser = site.signedIn();

    assertThat(site.retrieve(browser, site.token(browser)).json()).containsEntry("scope", "openid");
  }

  @Test
  void retrieveToken_expiresInOmitted_isOfTheJwtElseFiveMinutes() throws Exception {
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_EXPIRES_IN);
    TestBrowser jwt = plain().signedIn();
    provider().accessTokenFormat(AccessTokenFormat.OPAQUE);
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_EXPIRES_IN);
    TestBrowser opaque = plain().signedIn();
    provider().accessTokenFormat(AccessTokenFormat.JWT);

    assertThat(expiresIn(plain().retrieve(jwt, plain().token(jwt)))).isBetween(599L, 600L);
    assertThat(expiresIn(plain().retrieve(opaque, plain().token(opaque)))).isBetween(299L, 300L);
  }

  @Test
  void retrieveToken_turnedOff_isNotThere() throws Exception {
    Site site = site(OFF);
    TestBrowser browser = site.signedIn();

    assertThat(site.retrieve(browser, site.token(browser)).status()).isEqualTo(404);
    assertThat(site.raw("POST", "/Session/RetrieveAccessToken").status()).isEqualTo(404);
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void retrieveToken_get_is405WithAllow() throws Exception {
    Page page = plain().raw("GET", "/Session/RetrieveToken");

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("POST");
  }

  // --- refreshes that meet

  @Test
  @DisplayName("Pain 1: parallel calls with an expired token make one token call")
  void retrieveToken_inParallel_isOneTokenCall() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    pass(World.TOKEN_LIFE.plusMinutes(1));
    TestBrowser tab = new TestBrowser();
    browser.cookies().copyTo(tab.cookies());

    CompletableFuture<Page> one;
    CompletableFuture<Page> two;
    try (Hold hold = provider().hold(RequestKind.TOKEN_REFRESH)) {
      Site site = plain();
      one = CompletableFuture.supplyAsync(() -> site.retrieve(browser, token));
      two = CompletableFuture.supplyAsync(() -> site.retrieve(tab, token));
      hold.awaitArrived(1);
    }

    assertThat(plain().accessToken(one.join())).isEqualTo(plain().accessToken(two.join()));
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  @DisplayName("Pain 3: an older cookie that arrives after the refresh gets the newest session")
  void retrieveToken_olderCookieLater_getsTheNewest() throws Exception {
    assumeSessionsInCookies();
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    pass(World.TOKEN_LIFE.plusMinutes(1));
    String newest = plain().accessToken(plain().retrieve(browser, token));

    Page late = plain().retrieve(old, token);

    assertThat(plain().accessToken(late)).isEqualTo(newest);
    assertThat(cookiesIn(late)).contains("tms");
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void retrieveToken_olderCookieAfterTheGraceTime_isSuperseded() throws Exception {
    assumeSessionsInCookies();
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    pass(World.TOKEN_LIFE.plusMinutes(1));
    plain().retrieve(browser, token);
    plain().retrieve(browser, token);
    plain().settle();
    pass(Duration.ofSeconds(70));
    List<String> before = jar(old);

    Page page = plain().retrieve(old, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("session_superseded");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(jar(old)).isEqualTo(before);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
  }

  @Test
  @DisplayName("Lesson 42: tokens of two users never meet")
  void retrieveToken_twoUsersInParallel_eachGetsTheirOwn() throws Exception {
    Site site = plain();
    TestBrowser alice = site.signedIn();
    TestBrowser bob = new TestBrowser();
    site.login(bob, "/Auth/BeginLogin", "bob");
    String alicesToken = site.token(alice);
    String bobsToken = site.token(bob);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    CompletableFuture<Page> one;
    CompletableFuture<Page> two;
    try (Hold hold = provider().hold(RequestKind.TOKEN_REFRESH)) {
      one = CompletableFuture.supplyAsync(() -> site.retrieve(alice, alicesToken));
      two = CompletableFuture.supplyAsync(() -> site.retrieve(bob, bobsToken));
      hold.awaitArrived(2);
    }

    assertThat(claim(site.accessToken(one.join()), "sub")).isEqualTo(subjectOf("alice"));
    assertThat(claim(site.accessToken(two.join()), "sub")).isEqualTo(subjectOf("bob"));
  }
}
