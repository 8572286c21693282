package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.ResponseMode;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What requests without a session do to a store that all nodes share: nothing, but for one mark.
 */
final class StrangersTest extends CoreTopic {
  private static final Set<String> WRITES =
      Set.of("put", "put_if_absent", "replace", "remove", "take");
  private static final Variant SHARED =
      Variant.with(b -> b.store(new InMemoryStore(InstantSource.system())));
  private static final Variant HELD =
      Variant.with(
          b ->
              b.store(new InMemoryStore(InstantSource.system()))
                  .sessions(SessionPolicy.DEFAULT.withHome(SessionHome.STORE)));
  private static final Variant POSTED =
      Variant.httpsWith(
          b ->
              b.store(new InMemoryStore(InstantSource.system()))
                  .protocol(s -> s.withResponseMode(ResponseMode.FORM_POST)));

  /** Ways to keep sessions, and to get answers. */
  enum Kind {
    COOKIE(SHARED),
    STORE(HELD),
    FORM_POST(POSTED);

    private final Variant variant;

    Kind(Variant variant) {
      this.variant = variant;
    }
  }

  private static List<String> writes(Site site) throws Exception {
    site.settle();
    return site.events.stream()
        .filter(TmsEvent.StoreCalled.class::isInstance)
        .map(event -> ((TmsEvent.StoreCalled) event).operation())
        .filter(WRITES::contains)
        .toList();
  }

  private Site fresh(Kind kind) throws Exception {
    Site site = site(kind.variant);
    site.settle();
    site.events.clear();
    return site;
  }

  private static String state(TestBrowser browser, Site site) {
    Page begun = browser.get(site.at("/Auth/BeginLogin"));
    return Site.query(begun.location().orElseThrow()).get("state");
  }

  private Page answer(Kind kind, Site site, TestBrowser browser, Map<String, String> parameters) {
    URI callback = site.at("/callback");
    if (kind == Kind.FORM_POST) {
      return browser.post(callback, parameters);
    }
    List<String> pairs =
        parameters.entrySet().stream().map(p -> p.getKey() + "=" + p.getValue()).toList();
    return browser.get(URI.create(callback + "?" + String.join("&", pairs)));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("requests that need no session write nothing, at any endpoint")
  void anyEndpoint_withoutSession_writesNothing(Kind kind) throws Exception {
    Site site = fresh(kind);
    String[] headers = {"RequestVerificationToken", "junk", "Cookie", "tms=junk; tms-use=junk"};

    for (int i = 0; i < 3; i++) {
      for (String method : new String[] {"GET", "POST", "DELETE"}) {
        for (String path :
            new String[] {
              "/Auth/BeginLogin",
              "/Auth/Domains/acme" + i + ".cloud.test/BeginLogin",
              "/callback",
              "/callback?error=access_denied",
              "/callback?code=junk" + i + "&state=" + "A".repeat(43),
              "/Auth/LoggedOut?state=junk",
              "/Auth/LogOut",
              "/Auth/BackChannelLogout",
              "/Auth/FrontChannelLogout?iss=" + provider().issuer() + "&sid=junk" + i,
              "/Session/CheckSession",
              "/Session/RetrieveToken",
              "/Session/RetrieveAccessToken?force=true",
              "/Session/User",
              "/Session/List",
              "/Session/List/junk",
              "/Session/LogOutEverywhere",
            }) {
          site.raw(method, path, headers);
        }
      }
      new TestBrowser().post(site.at("/Auth/BeginLogin"), Map.of("CustomerDomain", "a.b.test"));
      new TestBrowser().post(site.at("/Auth/BackChannelLogout"), Map.of("logout_token", "a.b.c"));
      new TestBrowser().post(site.at("/callback"), Map.of("code", "junk", "state", "A".repeat(43)));
    }

    assertThat(writes(site)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  @DisplayName("a logout token with a bad signature, or another token of the provider: no jti kept")
  void backChannelLogout_badTokens_writesNothing(Kind kind) throws Exception {
    Site site = fresh(kind);

    for (int i = 0; i < 3; i++) {
      String token = provider().logoutToken(site.clientId).sid("sid-" + i).foreignKey().build();
      Page page =
          new TestBrowser().post(site.at("/Auth/BackChannelLogout"), Map.of("logout_token", token));
      assertThat(page.status()).isEqualTo(400);
    }

    assertThat(writes(site)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void callback_error_writesNothing(Kind kind) throws Exception {
    Site site = fresh(kind);

    for (int i = 0; i < 20; i++) {
      TestBrowser browser = new TestBrowser();
      String state = state(browser, site);
      Page page =
          answer(
              kind,
              site,
              browser,
              Map.of("error", "access_denied", "state", state, "iss", provider().issuer()));
      assertThat(page.location().orElseThrow().getQuery()).isEqualTo("error=access_denied");
    }

    assertThat(writes(site)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void callback_invalidAnswer_writesNothing(Kind kind) throws Exception {
    Site site = fresh(kind);
    TestBrowser browser = new TestBrowser();
    String state = state(browser, site);

    answer(kind, site, browser, Map.of("state", state));
    answer(kind, site, browser, Map.of("state", state, "code", "c", "iss", "https://x.example"));
    answer(kind, site, browser, Map.of("state", state, "code", "c", "error", "e"));

    assertThat(writes(site)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void callback_codeThatIsMadeUp_writesOneMark(Kind kind) throws Exception {
    Site site = fresh(kind);
    TestBrowser browser = new TestBrowser();
    String state = state(browser, site);
    Map<String, String> parameters =
        Map.of("code", "junk", "state", state, "iss", provider().issuer());
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    Page first = answer(kind, site, browser, parameters);
    for (int i = 0; i < 5; i++) {
      answer(kind, site, copy, parameters);
    }

    assertThat(first.location().orElseThrow().getQuery()).isEqualTo("error=login_failed");
    assertThat(writes(site)).containsExactly("put_if_absent");
  }

  @Test
  @DisplayName("an error that comes before the provider's answer does not spend the login")
  void callback_codeAfterAnError_isStillTaken() throws Exception {
    Site site = fresh(Kind.COOKIE);
    TestBrowser browser = new TestBrowser();
    URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    String state = Site.query(callback).get("state");

    answer(
        Kind.COOKIE,
        site,
        copy,
        Map.of("error", "access_denied", "state", state, "iss", provider().issuer()));
    browser.get(callback);

    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  @DisplayName("200 cookies of others, also of a login's name, change nothing")
  void anyEndpoint_twoHundredForeignCookies_isAnsweredNormally() throws Exception {
    Site site = fresh(Kind.COOKIE);
    TestBrowser browser = site.signedIn();
    String own = String.join("; ", jar(browser));
    StringBuilder foreign = new StringBuilder();
    StringBuilder named = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      foreign.append("other-").append(i).append("=value; ");
      named.append("tms-login-AAAAAAAA").append(100 + i).append("=value; ");
    }

    for (String before : new String[] {foreign.toString(), named.toString()}) {
      Page check = site.raw("GET", "/Session/CheckSession", "Cookie", before + own);
      Page begin = site.raw("GET", "/Auth/BeginLogin", "Cookie", before + own);

      assertThat(check.json()).containsEntry("isLoggedIn", true);
      assertThat(check.headers("Set-Cookie")).isEmpty();
      assertThat(begin.status()).isEqualTo(302);
      assertThat(begin.headers("Set-Cookie"))
          .filteredOn(c -> c.contains("Max-Age=0"))
          .hasSize(before.contentEquals(named) ? 20 : 0);
      assertThat(begin.headers("Set-Cookie")).filteredOn(c -> c.contains("Max-Age=900")).hasSize(1);
    }
  }

  @Test
  @DisplayName("A callback is answered whatever else has the names of pending logins")
  void callback_twoHundredCookiesOfALoginsName_completes() throws Exception {
    for (boolean sameName : new boolean[] {false, true}) {
      Site site = fresh(Kind.COOKIE);
      TestBrowser browser = new TestBrowser();
      URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
      String own = String.join("; ", jar(browser));
      String name = own.substring(0, own.indexOf('='));
      StringBuilder foreign = new StringBuilder();
      for (int i = 0; i < 200; i++) {
        foreign.append(sameName ? name : "tms-login-AAAAAAAA" + (100 + i));
        foreign.append("=value").append(i).append("; ");
      }
      String target = callback.getRawPath() + "?" + callback.getRawQuery();

      Page lost = site.raw("GET", target, "Cookie", foreign + name + "=none");
      Page page = site.raw("GET", target, "Cookie", foreign + own);

      assertThat(lost.status()).isEqualTo(400);
      assertThat(lost.headers("Set-Cookie")).isEmpty();
      assertThat(page.status()).isEqualTo(302);
      assertThat(page.headers("Set-Cookie")).anyMatch(c -> c.matches("tms=[^;]+;.*"));
      assertThat(page.headers("Set-Cookie"))
          .filteredOn(c -> c.contains("Max-Age=0"))
          .hasSizeLessThanOrEqualTo(20)
          .anyMatch(c -> c.startsWith(name + "="));
    }
  }
}
