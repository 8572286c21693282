package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Idle and absolute limit. */
abstract class LifetimesContract extends Topic {
  private static final Variant MINUTE =
      Variant.with(
          b ->
              b.sessions(
                  SessionPolicy.DEFAULT.withLifetime(Duration.ofMinutes(1), Duration.ofHours(1))));
  private static final Variant HOUR =
      Variant.with(
          b ->
              b.sessions(
                  SessionPolicy.DEFAULT.withLifetime(Duration.ofMinutes(20), Duration.ofHours(1))));

  @Test
  void idle_withoutUse_endsAfterTheTimeout() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    pass(Duration.ofMinutes(19).plusSeconds(58));
    assertThat(plain().isLoggedIn(browser)).isTrue();
    pass(Duration.ofSeconds(3));

    assertThat(plain().isLoggedIn(browser)).isFalse();
    Page page = plain().retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("idle_timeout");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void idle_isCountedFromTheExpiryOfTheTokenThatWasHandedOut() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    plain().retrieve(browser, token);
    pass(World.TOKEN_LIFE.plusMinutes(20).minusSeconds(3));
    assertThat(plain().isLoggedIn(browser)).isTrue();
    pass(Duration.ofSeconds(4));

    assertThat(plain().isLoggedIn(browser)).isFalse();
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("idle_timeout");
  }

  @Test
  void lastUse_withAShortTimeout_isWrittenEveryTenthOfIt() throws Exception {
    Site site = site(MINUTE);
    TestBrowser browser = site.signedIn();
    Map<String, String> token = Map.of("RequestVerificationToken", site.token(browser));
    pass(Duration.ofSeconds(5));
    assertThat(browser.get(site.at("/Session/User"), token).headers("Set-Cookie")).isEmpty();
    pass(Duration.ofSeconds(2));

    Page page = browser.get(site.at("/Session/User"), token);

    assertThat(cookiesIn(page)).containsExactly("tms-use");
  }

  @Test
  void absolute_inSpiteOfUse_ends() throws Exception {
    Site site = site(HOUR);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofMinutes(15));
      assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    }
    pass(Duration.ofMinutes(14).plusSeconds(57));
    assertThat(site.retrieve(browser, token).status()).isEqualTo(200);
    pass(Duration.ofSeconds(4));

    Page page = site.retrieve(browser, token);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("absolute_timeout");
    assertThat(page.headers("Set-Cookie")).isEmpty();
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void absolute_isNotMovedByRefreshButByLogin() throws Exception {
    Site site = site(HOUR);
    TestBrowser refreshed = site.signedIn();
    TestBrowser signedInAgain = site.signedIn();
    for (int minutes = 15; minutes < 60; minutes += 15) {
      pass(Duration.ofMinutes(15)); // past the access token's end
      for (TestBrowser each : List.of(refreshed, signedInAgain)) {
        assertThat(site.retrieve(each, site.token(each)).status()).isEqualTo(200);
      }
    }
    String token = site.token(refreshed);
    site.login(signedInAgain);
    pass(Duration.ofMinutes(15).plusSeconds(1));

    assertThat(code(site.retrieve(refreshed, token))).isEqualTo("absolute_timeout");
    assertThat(site.retrieve(signedInAgain, site.token(signedInAgain)).status()).isEqualTo(200);
  }

  @Test
  void login_afterATimeout_keepsTheAntiforgeryToken() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    pass(Duration.ofMinutes(30));
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("idle_timeout");

    plain().login(browser);

    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
  }
}
