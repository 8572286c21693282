package dev.tms.logout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.CoreTopic;
import dev.tms.UserSession;
import dev.tms.contract.Site;
import dev.tms.contract.SwitchableStore;
import dev.tms.contract.Variant;
import dev.tms.contract.World;
import dev.tms.event.TmsEvent;
import dev.tms.http.FakeRequest;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.JarCookie;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Logouts at the provider, and sessions in the store, while the store is in trouble. */
class SignOutTroubleTest extends CoreTopic {
  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(6);

  private SwitchableStore store;

  @BeforeEach
  void newStore() {
    pass(Duration.ofSeconds(2));
    store = new SwitchableStore(world().clock());
  }

  private Site inCookies(LogoutPolicy policy) throws Exception {
    return site(Variant.with(b -> b.store(store).logout(policy)));
  }

  private Site held() throws Exception {
    return site(
        Variant.with(
            b -> b.store(store).sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE))));
  }

  private String sid() {
    return provider().sessions().get(provider().sessions().size() - 1).sid();
  }

  private Page backChannel(Site site, String token) {
    return new TestBrowser()
        .post(site.at("/Auth/BackChannelLogout"), Map.of("logout_token", token));
  }

  private static List<String> storeFailures(Site site) {
    return List.copyOf(site.events).stream()
        .filter(TmsEvent.StoreFailed.class::isInstance)
        .map(event -> ((TmsEvent.StoreFailed) event).operation())
        .toList();
  }

  @Test
  void backChannelLogout_storeDown_is400AndTheSameTokenWorksLater() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT);
    TestBrowser browser = site.signedIn();
    String token = provider().logoutToken(site.clientId).sid(sid()).build();
    store.down();

    Page refused = backChannel(site, token);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json()).containsEntry("error", "temporarily_unavailable");
    store.up();
    assertThat(backChannel(site, token).status()).isEqualTo(200);
    pass(CHECK_INTERVAL);
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  @DisplayName("The jti is recorded after the marks: whatever fails in between, a retry works")
  void backChannelLogout_storeGoesAwayAtAnyStep_aRetryWorks() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT);
    for (int operations = 0; operations < 4; operations++) {
      TestBrowser browser = site.signedIn();
      String token = provider().logoutToken(site.clientId).sid(sid()).build();
      store.downAfter(operations);

      int first = backChannel(site, token).status();
      store.up();
      int second = backChannel(site, token).status();
      pass(CHECK_INTERVAL);

      assertThat(first).as("down after " + operations).isEqualTo(400);
      assertThat(second).as("down after " + operations).isEqualTo(200);
      assertThat(site.isLoggedIn(browser)).isFalse();
    }
  }

  @Test
  void cookieSession_storeDown_goesOnAndIsCounted() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    store.down();
    pass(CHECK_INTERVAL);

    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    assertThat(storeFailures(site)).contains("ledger");
  }

  @Test
  void cookieSession_storeDownAfterTheMarkWasSeen_staysOver() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    store.down();
    pass(CHECK_INTERVAL);

    assertThat(code(site.retrieve(browser, token))).isEqualTo("logged_out");
    pass(Duration.ofMinutes(1));
    assertThat(code(site.retrieve(copy, token))).isEqualTo("logged_out");
  }

  @Test
  void cookieSession_storeDownAndDeny_is503AndNothingIsCleared() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT.denyingOnStoreFailure());
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    store.down();
    assertThat(site.retrieve(browser, token).status()).as("within the interval").isEqualTo(200);
    List<String> before = jar(browser);
    pass(CHECK_INTERVAL);

    Page page = site.retrieve(browser, token);

    assertUnavailable(page);
    assertUnavailable(site.checkSession(browser));
    assertThat(jar(browser)).isEqualTo(before);
    store.up();
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
  }

  @Test
  void cookieSession_storeDownAndDeny_canSignOutAndInAgain() throws Exception {
    Site site = inCookies(LogoutPolicy.DEFAULT.denyingOnStoreFailure());
    TestBrowser browser = site.signedIn();
    store.down();
    pass(CHECK_INTERVAL);

    assertThat(site.login(browser).location()).contains(URI.create(site.frontEnd));
    assertThat(site.logOut(browser).status()).isEqualTo(302);
    assertThat(names(browser)).isEmpty();
  }

  @Test
  @DisplayName("Pain 23: with the store down every call of a store-held session is 503, never 401")
  void heldSession_storeDown_isUnavailableEverywhereAndNothingIsCleared() throws Exception {
    Site site = held();
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    List<String> before = jar(browser);
    Map<String, String> header = Map.of("RequestVerificationToken", token);
    store.down();

    assertUnavailable(site.checkSession(browser));
    assertUnavailable(site.retrieve(browser, token));
    assertUnavailable(browser.get(site.at("/Session/User"), header));
    assertUnavailable(browser.get(site.at("/Session/List"), header));
    assertUnavailable(browser.send("POST", site.at("/Session/LogOutEverywhere"), header, null));
    assertUnavailable(browser.send("DELETE", site.at("/Session/List/x"), header, null));
    assertUnavailable(
        browser.send("POST", site.at("/Auth/LogOut"), Map.of("Accept", "application/json"), null));
    Page page = site.logOut(browser);
    assertThat(page.status()).as("a page for a navigation").isEqualTo(503);
    assertThat(page.body()).contains("store_unavailable");
    assertThat(browser.get(site.at("/Auth/BeginLogin")).status()).isEqualTo(503);
    assertThat(jar(browser)).isEqualTo(before);
    assertThat(storeFailures(site)).contains("session");

    store.up();
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
  }

  private static void assertUnavailable(Page page) {
    assertThat(page.status()).as(page.body()).isEqualTo(503);
    assertThat(code(page)).isEqualTo("store_unavailable");
    assertThat(page.header("Retry-After")).isPresent();
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  void heldSession_storeGoesAwayAfterItWasLoaded_is503() throws Exception {
    Site site = held();
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    pass(CHECK_INTERVAL);
    store.downAfter(1);

    assertUnavailable(site.retrieve(browser, token));
  }

  @Test
  void heldLogin_storeDownAtTheCallback_is503AndTheRefreshTokenIsRevoked() throws Exception {
    Site site = held();
    TestBrowser browser = new TestBrowser();
    int live = provider().liveRefreshTokens().size();
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
    store.down();

    Page page = browser.get(callback);
    site.settle();

    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).contains("store_unavailable");
    assertThat(names(browser)).doesNotContain("tms");
    assertThat(provider().liveRefreshTokens()).hasSize(live);
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void heldLogin_storeDownWithASession_doesNotSpendTheCode() throws Exception {
    Site site = held();
    TestBrowser browser = site.signedIn();
    String before = valueOf(browser, "tms");
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
    store.down();

    Page page = browser.get(callback);

    assertThat(page.status()).isEqualTo(503);
    assertThat(valueOf(browser, "tms")).isEqualTo(before);
    store.up();
    assertThat(browser.get(callback).location()).contains(URI.create(site.frontEnd));
    assertThat(valueOf(browser, "tms")).isNotEqualTo(before);
  }

  @Test
  void userSession_storeDown_saysSoAndIsAskedAgain() throws Exception {
    Site site = held();
    TestBrowser browser = site.signedIn();
    FakeRequest request = FakeRequest.get("/account");
    for (JarCookie cookie : ours(browser)) {
      request = request.header("Cookie", cookie.name() + "=" + cookie.value());
    }
    store.down();

    UserSession user = site.tms().session(request);

    assertThat(user.isSignedIn()).isFalse();
    assertThat(user.reason()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    assertThat(user.headers()).isEmpty();
    Assertions.assertThatThrownBy(user::accessToken)
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    assertThat(user.isOutdated()).isFalse();
    pass(Duration.ofSeconds(5));
    assertThat(user.isOutdated()).isTrue();
    store.up();
    assertThat(site.tms().session(request).isSignedIn()).isTrue();
  }

  @Test
  void heldSession_providerDown_isServedAndThen503AsEver() throws Exception {
    Site site = held();
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    provider().always(RequestKind.TOKEN_REFRESH, dev.tms.testkit.Misbehaviour.DROP_BEFORE);
    pass(World.TOKEN_LIFE.plusSeconds(1));

    assertThat(code(site.retrieve(browser, token))).isEqualTo("provider_unavailable");
  }
}
