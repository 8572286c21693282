package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code GET /Session/List}, {@code DELETE /Session/List/{id}} and {@code POST
 * /Session/LogOutEverywhere}.
 */
abstract class SessionListContract extends SignOutTopic {
  private static final Variant HELD =
      Variant.with(b -> b.sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE)));
  private static final Variant IN_COOKIES =
      Variant.with(b -> b.sessions(SessionPolicy.DEFAULT.withHome(SessionHome.COOKIE)));
  private static final String FIREFOX =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String SAFARI =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like"
          + " Gecko) Version/18.0 Mobile/15E148 Safari/604.1";

  private static int users;

  /** A user of this test alone. */
  private String newUser() {
    String name = "listed" + ++users;
    provider().register(new TestUser(name, name, "user-" + name, name, name + "@example.test"));
    return name;
  }

  private TestBrowser signIn(Site site, String user, String userAgent) {
    TestBrowser browser = new TestBrowser();
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", user);
    Page page = browser.get(callback, Map.of("User-Agent", userAgent));
    assertThat(page.location()).contains(URI.create(site.frontEnd));
    return browser;
  }

  private Page call(Site site, TestBrowser browser, String method, String path) {
    return browser.send(
        method, site.at(path), Map.of("RequestVerificationToken", site.token(browser)), null);
  }

  @SuppressWarnings("unchecked")
  private List<Map<String, Object>> list(Site site, TestBrowser browser) {
    Page page = call(site, browser, "GET", "/Session/List");
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    assertThat(page.json()).containsOnlyKeys("sessions");
    return (List<Map<String, Object>>) page.json().get("sessions");
  }

  private String idOf(Site site, TestBrowser browser) {
    return list(site, browser).stream()
        .filter(row -> (boolean) row.get("current"))
        .map(row -> String.valueOf(row.get("id")))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void list_twoDevices_showsBothWithTimesAndACoarseLabel() throws Exception {
    Site site = site(HELD);
    String user = newUser();
    String first = world().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    TestBrowser desktop = signIn(site, user, FIREFOX);
    pass(Duration.ofMinutes(2));
    String second = world().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();
    TestBrowser phone = signIn(site, user, SAFARI);

    List<Map<String, Object>> rows = list(site, phone);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0))
        .containsOnlyKeys("id", "current", "firstUse", "lastUse", "device")
        .containsEntry("current", true)
        .containsEntry("firstUse", second)
        .containsEntry("device", "Safari on iPhone");
    assertThat(rows.get(1))
        .containsEntry("current", false)
        .containsEntry("firstUse", first)
        .containsEntry("lastUse", first)
        .containsEntry("device", "Firefox on Windows");
    assertThat(site.isLoggedIn(desktop)).isTrue();
  }

  @Test
  void list_used_movesTheLastUse() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = signIn(site, newUser(), FIREFOX);
    pass(Duration.ofMinutes(5));
    String now = world().clock().instant().truncatedTo(ChronoUnit.SECONDS).toString();

    retrieve(site, browser);
    site.settle();

    assertThat(list(site, browser).get(0)).containsEntry("lastUse", now);
  }

  @Test
  void list_anotherUser_isNotShown() throws Exception {
    Site site = site(HELD);
    TestBrowser one = signIn(site, newUser(), FIREFOX);
    TestBrowser other = signIn(site, newUser(), FIREFOX);

    assertThat(list(site, one)).hasSize(1);
    assertThat(list(site, other)).hasSize(1);
  }

  @Test
  void list_sessionsThatAreOver_areGone() throws Exception {
    Site site = site(HELD);
    String user = newUser();
    TestBrowser idle = signIn(site, user, FIREFOX);
    pass(Duration.ofMinutes(15));
    TestBrowser marked = signIn(site, user, FIREFOX);
    String sid = sid();
    TestBrowser out = signIn(site, user, FIREFOX);
    TestBrowser browser = signIn(site, user, SAFARI);
    assertThat(list(site, browser)).hasSize(4);

    site.logOut(out);
    backChannel(site, provider().logoutToken(site.clientId).sid(sid).build());
    pass(Duration.ofMinutes(7));

    assertThat(list(site, browser)).hasSize(1);
    assertThat(site.isLoggedIn(idle)).isFalse();
    assertThat(site.isLoggedIn(marked)).isFalse();
  }

  @Test
  void delete_another_endsItAndRevokesItsToken() throws Exception {
    Site site = site(HELD);
    String user = newUser();
    TestBrowser lost = signIn(site, user, SAFARI);
    String token = site.token(lost);
    TestBrowser browser = signIn(site, user, FIREFOX);

    Page page = call(site, browser, "DELETE", "/Session/List/" + idOf(site, lost));
    site.settle();

    assertThat(page.status()).isEqualTo(204);
    assertThat(page.body()).isEmpty();
    assertThat(code(site.retrieve(lost, token))).isEqualTo("logged_out");
    assertThat(list(site, browser)).hasSize(1);
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void delete_current_endsItAndClearsItsCookies() throws Exception {
    Site site = site(HELD);
    TestBrowser browser = signIn(site, newUser(), FIREFOX);

    Page page = call(site, browser, "DELETE", "/Session/List/" + idOf(site, browser));

    assertThat(page.status()).isEqualTo(204);
    assertThat(names(browser)).containsExactly("tms-csrf");
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void delete_ofAnotherUserOrUnknown_is404AndNothingEnds() throws Exception {
    Site site = site(HELD);
    TestBrowser victim = signIn(site, newUser(), FIREFOX);
    String id = idOf(site, victim);
    TestBrowser browser = signIn(site, newUser(), FIREFOX);

    for (String other : List.of(id, "unknown", "%20", id + "x")) {
      Page page = call(site, browser, "DELETE", "/Session/List/" + other);
      assertThat(page.status()).isEqualTo(404);
      assertThat(code(page)).isEqualTo("not_found");
    }
    assertThat(site.isLoggedIn(victim)).isTrue();
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void logOutEverywhere_endsAllAndRevokesAll() throws Exception {
    Site site = site(HELD);
    String user = newUser();
    TestBrowser one = signIn(site, user, FIREFOX);
    TestBrowser two = signIn(site, user, SAFARI);
    TestBrowser other = signIn(site, newUser(), FIREFOX);
    String token = site.token(two);

    Page page = call(site, one, "POST", "/Session/LogOutEverywhere");
    site.settle();

    assertThat(page.status()).isEqualTo(204);
    assertThat(names(one)).containsExactly("tms-csrf");
    assertThat(code(site.retrieve(two, token))).isEqualTo("logged_out");
    assertThat(site.isLoggedIn(other)).isTrue();
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(2);
  }

  @Test
  void logOutEverywhere_thenLoginAtOnce_works() throws Exception {
    Site site = site(HELD);
    String user = newUser();
    TestBrowser browser = signIn(site, user, FIREFOX);
    call(site, browser, "POST", "/Session/LogOutEverywhere");

    TestBrowser again = signIn(site, user, FIREFOX);
    pass(CHECK_INTERVAL);

    assertThat(retrieve(site, again).status()).isEqualTo(200);
    assertThat(list(site, again)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/Session/List",
    "DELETE,/Session/List/any",
    "POST,/Session/LogOutEverywhere",
  })
  void all_guards_asEveryGuardedCall(String method, String path) throws Exception {
    Site site = site(HELD);
    TestBrowser browser = signIn(site, newUser(), FIREFOX);

    assertThat(code(new TestBrowser().send(method, site.at(path), Map.of(), null)))
        .isEqualTo("no_session");
    assertThat(code(browser.send(method, site.at(path), Map.of(), null))).isEqualTo("antiforgery");
    Map<String, String> foreign =
        Map.of("Origin", "https://evil.example", "RequestVerificationToken", site.token(browser));
    Page refused = browser.send(method, site.at(path), foreign, null);
    assertThat(code(refused)).isEqualTo("origin_refused");
    assertThat(refused.headers("Set-Cookie")).isEmpty();
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/Session/List",
    "DELETE,/Session/List/any",
    "POST,/Session/LogOutEverywhere",
  })
  void all_sessionsInCookies_are404(String method, String path) throws Exception {
    Site site = site(IN_COOKIES);
    TestBrowser browser = site.signedIn();

    Page page = call(site, browser, method, path);

    assertThat(page.status()).isEqualTo(404);
    assertThat(code(page)).isEqualTo("not_store_held");
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void paths_otherMethods_are405() throws Exception {
    Site site = site(HELD);

    assertThat(site.raw("POST", "/Session/List").header("Allow")).contains("GET");
    assertThat(site.raw("GET", "/Session/List/x").header("Allow")).contains("DELETE");
    assertThat(site.raw("GET", "/Session/LogOutEverywhere").status()).isEqualTo(405);
    assertThat(site.raw("DELETE", "/Session/List/x/y").status()).isEqualTo(404);
    assertThat(site.raw("DELETE", "/Session/List/").status()).isEqualTo(404);
  }
}
