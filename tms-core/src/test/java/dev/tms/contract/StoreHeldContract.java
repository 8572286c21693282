package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code Session.Home: store}: what differs from sessions in cookies. */
abstract class StoreHeldContract extends SignOutTopic {
  private static final Variant HELD =
      Variant.with(b -> b.sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE)));

  @Test
  void login_cookieHoldsAHandleOnly() throws Exception {
    TestBrowser browser = site(HELD).signedIn();

    assertThat(valueOf(browser, "tms")).hasSizeLessThan(160);
    assertThat(names(browser)).containsExactlyInAnyOrder("tms", "tms-use", "tms-csrf");
  }

  @Test
  void login_largeTokens_areNoProblem() throws Exception {
    Site site = site(HELD);
    String name = "n".repeat(12_000);
    provider().register(new TestUser("huge", "huge", "user-huge", name, "huge@example.test"));
    TestBrowser browser = new TestBrowser();

    site.login(browser, "/Auth/BeginLogin", "huge");

    assertThat(retrieve(site, browser).status()).isEqualTo(200);
    assertThat(valueOf(browser, "tms")).hasSizeLessThan(160);
  }

  @Test
  @DisplayName("Lessons 26 and 39: the handle changes at login, and the one before is over")
  void login_again_changesTheHandle() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    String before = valueOf(browser, "tms");
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());

    site.login(browser);

    assertThat(valueOf(browser, "tms")).isNotEqualTo(before);
    assertThat(code(site.retrieve(old, token))).isEqualTo("logged_out");
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void refresh_keepsTheHandle() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    String handle = valueOf(browser, "tms");
    String last = site.accessToken(site.retrieve(browser, token));
    for (int i = 0; i < 5; i++) {
      pass(World.TOKEN_LIFE.plusSeconds(1));

      Page page = site.retrieve(browser, token);

      assertThat(site.accessToken(page)).isNotEqualTo(last);
      assertThat(cookiesIn(page)).doesNotContain("tms");
      assertThat(valueOf(browser, "tms")).isEqualTo(handle);
      last = site.accessToken(page);
    }
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(5);
  }

  @Test
  @DisplayName("Pain 4: a copy of the cookie from before a refresh is as good as the newest")
  void refresh_oldCopyOfTheCookie_goesOn() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    pass(World.TOKEN_LIFE.plusSeconds(1));
    String renewed = site.accessToken(site.retrieve(browser, token));
    site.settle();
    pass(java.time.Duration.ofMinutes(5));

    assertThat(site.accessToken(site.retrieve(old, token))).isEqualTo(renewed);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void refresh_manyAtOnce_makeOneTokenCall() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    pass(World.TOKEN_LIFE.plusSeconds(1));

    List<CompletableFuture<Page>> calls = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      calls.add(CompletableFuture.supplyAsync(() -> site.retrieve(browser, token)));
    }

    assertThat(calls.stream().map(call -> site.accessToken(call.join())).distinct()).hasSize(1);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
  }

  @Test
  void logOut_everyCopyIsLoggedOut() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    Page page = site.logOut(browser);

    assertThat(Site.query(page.location().orElseThrow())).containsKey("id_token_hint");
    assertThat(names(browser)).isEmpty();
    assertThat(code(site.retrieve(copy, token))).isEqualTo("logged_out");
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void handle_ofAnother_isThatOthersSessionAndNobodyElses() throws Exception {
    Site site = site(HELD);
    TestBrowser alice = site.signedIn();
    TestBrowser bob = new TestBrowser();
    site.login(bob, "/Auth/BeginLogin", "bob");
    String mixed = valueOf(alice, "tms").substring(0, 60) + valueOf(bob, "tms").substring(60);
    alice.cookies().tamper("tms", mixed);

    assertThat(site.isLoggedIn(alice)).isFalse();
    assertThat(valueOf(alice, "tms")).as("not cleared").isEqualTo(mixed);
    assertThat(subject(site, bob)).isEqualTo(subjectOf("bob"));
  }

  @Test
  void cookieOfAnInstallationWithSessionsInCookies_isNobody() throws Exception {
    Site held = site(HELD);
    TestBrowser browser = plain().signedIn();

    assertThat(held.isLoggedIn(browser)).isFalse();
    held.login(browser);
    assertThat(held.isLoggedIn(browser)).isTrue();
    assertThat(names(browser)).doesNotContain("tms.1", "tms.2", "tms.3");
  }

  @Test
  void absoluteTimeout_isToldEvenAfterTheEntryIsGone() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = site.signedIn();
    pass(java.time.Duration.ofHours(13));

    assertThat(code(site.retrieve(browser, "any"))).isEqualTo("absolute_timeout");
  }
}
