package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Logins whose answer has no refresh token: case o of {@code docs/refresh.md}, over the wire. */
abstract class SilentLoginContract extends Topic {
  private static final String SILENT = "/Auth/BeginLogin?prompt=none";
  private static final Variant OFFLINE =
      Variant.with(b -> b.scopes("openid", "profile", "offline_access"));
  private static final Variant CONSENTING =
      Variant.with(
          b ->
              b.scopes("openid", "offline_access")
                  .protocol(settings -> settings.withOfflineAccessConsent()));

  private static TestBrowser copyOf(TestBrowser browser) {
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    return copy;
  }

  private void silently(Site site, TestBrowser browser) {
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_REFRESH_TOKEN);
    Page page = site.login(browser, SILENT, "no one");
    assertThat(page.location()).contains(URI.create(site.frontEnd));
  }

  private static List<TmsEvent> missing(Site site) {
    return site.events.stream().filter(TmsEvent.RefreshTokenMissing.class::isInstance).toList();
  }

  @Test
  @DisplayName("Case o: a silent login without a refresh token keeps the one of the session before")
  void silentLogin_noRefreshToken_keepsTheFormerOne() throws Exception {
    Site site = site(OFFLINE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser old = copyOf(browser);
    site.events.clear();

    silently(site, browser);

    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    assertThat(code(site.retrieve(old, token))).isEqualTo("logged_out");
    site.settle();
    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
    assertThat(missing(site)).containsExactly(new TmsEvent.RefreshTokenMissing(true));
  }

  @Test
  void silentLogin_cookieOfBeforeARefresh_keepsTheNewestOne() throws Exception {
    Site site = site(OFFLINE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    TestBrowser old = copyOf(browser);
    for (int i = 0; i < 2; i++) {
      pass(World.TOKEN_LIFE.plusSeconds(1));
      assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    }

    silently(site, old);

    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(site.retrieve(old, token).status()).isEqualTo(200);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(3);
  }

  @Test
  void silentLogin_manyTimes_keepsItEveryTime() throws Exception {
    Site site = site(OFFLINE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);

    for (int i = 0; i < 3; i++) {
      silently(site, browser);
      pass(World.TOKEN_LIFE.plusSeconds(1));
      assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    }
  }

  @Test
  void silentLogin_refreshTokenOfItsOwn_hasThat() throws Exception {
    Site site = site(OFFLINE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    site.events.clear();

    site.login(browser, SILENT, "no one");

    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    assertThat(missing(site)).isEmpty();
  }

  @Test
  @DisplayName("Another user's refresh token is never kept")
  void silentLogin_anotherUser_keepsNothing() throws Exception {
    Site site = site(OFFLINE);
    TestBrowser browser = site.signedIn();
    TestBrowser bob = new TestBrowser();
    site.login(bob, "/Auth/BeginLogin", "bob");
    names(bob).forEach(bob.cookies()::remove);
    bob.cookies().copyTo(browser.cookies()); // another user signed in at the provider
    String token = site.token(browser);
    assertThat(subject(site, browser)).isEqualTo(subjectOf("alice"));

    silently(site, browser);

    assertThat(subject(site, browser)).isEqualTo(subjectOf("bob"));
    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(code(site.retrieve(browser, token))).isEqualTo("session_expired");
  }

  @Test
  @DisplayName("Where the user takes part, the provider's answer is the user's decision")
  void login_noRefreshToken_keepsNothingAndTheLogSaysWhyOnce() throws Exception {
    Site site = site(Variant.with(b -> b.scopes("openid", "offline_access")));
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    site.events.clear();
    try (CapturedLog log = new CapturedLog("dev.tms.login.NewSessions")) {
      for (int i = 0; i < 2; i++) {
        provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_REFRESH_TOKEN);
        site.login(browser, "/Auth/BeginLogin?prompt=login", "alice");
      }

      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0))
          .contains("consent", "Client.OfflineAccessConsent", "role", "public clients");
    }
    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(code(site.retrieve(browser, token))).isEqualTo("session_expired");
    assertThat(missing(site))
        .containsExactly(
            new TmsEvent.RefreshTokenMissing(false), new TmsEvent.RefreshTokenMissing(false));
  }

  @Test
  void login_offlineAccessNotAskedFor_missesNothing() throws Exception {
    Site site = site(Variant.with(b -> b.scopes("openid")));
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.NO_REFRESH_TOKEN);
    try (CapturedLog log = new CapturedLog("dev.tms.login.NewSessions")) {
      site.signedIn();

      assertThat(log.lines()).isEmpty();
    }
    assertThat(missing(site)).isEmpty();
  }

  @Test
  @DisplayName("With form_post the session's cookie does not come: nothing is kept, and logged")
  void silentLogin_formPost_keepsNothingAndTheLogSaysSo() throws Exception {
    Site site = site(CallbackContract.FORM_POST);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    try (CapturedLog log = new CapturedLog("dev.tms.login.NewSessions")) {
      silently(site, browser);

      assertThat(log.lines()).anyMatch(line -> line.contains("Client.ResponseMode form_post"));
    }
    pass(World.TOKEN_LIFE.plusSeconds(1));
    assertThat(code(site.retrieve(browser, token))).isEqualTo("session_expired");
  }

  @Test
  @DisplayName("Core 11 and 3.1.2.1: consent is asked for with offline_access, never beside none")
  void beginLogin_offlineAccessConsent_asksForConsentUnlessSilent() throws Exception {
    Site site = site(CONSENTING);

    assertThat(promptOf(site, "/Auth/BeginLogin")).isEqualTo("consent");
    assertThat(promptOf(site, "/Auth/BeginLogin?prompt=login")).isEqualTo("login consent");
    assertThat(promptOf(site, "/Auth/BeginLogin?prompt=consent")).isEqualTo("consent");
    assertThat(promptOf(site, SILENT)).isEqualTo("none");
    assertThat(promptOf(site(OFFLINE), "/Auth/BeginLogin")).isNull();
  }

  private static String promptOf(Site site, String path) {
    return Site.query(site.raw("GET", path).location().orElseThrow()).get("prompt");
  }
}
