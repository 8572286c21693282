package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.policy.SessionPolicy;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code GET /Session/User}. */
abstract class UserContract extends Topic {
  private static final Variant CLAIMS =
      Variant.with(
          b -> b.sessions(SessionPolicy.DEFAULT.withUserClaims(List.of("sub", "email_verified"))));
  private static final Variant USER_INFO =
      Variant.with(
          b ->
              b.protocol(s -> s.withUserInfo())
                  .sessions(
                      SessionPolicy.DEFAULT.withUserClaims(
                          List.of("sub", "name", "preferred_username"))));

  private Page user(Site site, TestBrowser browser, String token) {
    return browser.get(
        site.at("/Session/User"),
        token == null ? Map.of() : Map.of("RequestVerificationToken", token));
  }

  @Test
  void user_signedIn_tellsTheClaimsThatAreKept() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page = user(plain(), browser, plain().token(browser));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json()).containsOnlyKeys("claims", "sessionExpiresIn", "logoutPath");
    assertThat(claims(page))
        .containsOnlyKeys("sub", "name", "email")
        .containsEntry("sub", subjectOf("alice"));
    assertThat(page.json())
        .containsEntry("sessionExpiresIn", Duration.ofMinutes(20).toSeconds())
        .containsEntry("logoutPath", "/Auth/LogOut");
  }

  @Test
  void user_belowABasePath_logoutPathHasIt() throws Exception {
    Site site = site(BELOW);
    TestBrowser browser = site.signedIn();

    Page page = user(site, browser, site.token(browser));

    assertThat(page.json()).containsEntry("logoutPath", "/tms/Auth/LogOut");
    Page out = browser.send("POST", URI.create(site.origin + "/tms/Auth/LogOut"), Map.of(), null);
    assertThat(out.status()).isEqualTo(302);
  }

  @Test
  void user_configuredClaims_areThose() throws Exception {
    Site site = site(CLAIMS);
    TestBrowser browser = site.signedIn();

    assertThat(claims(user(site, browser, site.token(browser))))
        .containsOnlyKeys("sub", "email_verified")
        .containsEntry("email_verified", true);
  }

  @Test
  void user_withUserInfo_isFetchedAtLoginAndMustBeOfTheSameSubject() throws Exception {
    Site site = site(USER_INFO);
    TestBrowser browser = site.signedIn();
    assertThat(provider().count(RequestKind.USERINFO)).isEqualTo(1);

    assertThat(claims(user(site, browser, site.token(browser))))
        .containsOnlyKeys("sub", "name", "preferred_username");
    provider().misbehave(RequestKind.USERINFO, Misbehaviour.USERINFO_WRONG_SUBJECT);
    Page page = site.login(new TestBrowser());
    assertThat(page.location()).contains(URI.create(site.frontEnd + "?error=login_failed"));
  }

  @Test
  void user_anyLanguage_isUtf8() throws Exception {
    provider()
        .register(
            new TestUser(
                "zoe", "zoe", "user-zoe", "Zo\u00eb \u738b \ud83d\ude00", "zoe@example.test"));
    TestBrowser browser = new TestBrowser();
    plain().login(browser, "/Auth/BeginLogin", "zoe");

    assertThat(plain().userClaim(browser, "name")).isEqualTo("Zo\u00eb \u738b \ud83d\ude00");
  }

  @Test
  void user_noSession_is401() throws Exception {
    Page page = user(plain(), new TestBrowser(), null);

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("no_session");
  }

  @Test
  void user_withoutAntiforgery_is400() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page = user(plain(), browser, null);

    assertThat(page.status()).isEqualTo(400);
    assertThat(code(page)).isEqualTo("antiforgery");
    assertThat(page.body()).doesNotContain(subjectOf("alice"));
  }

  @Test
  @DisplayName(
      "Lesson 38: a call that is guarded by an antiforgery token is guarded by origin, too")
  void user_fromElsewhere_is403() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);

    Page page =
        browser.send(
            "GET",
            plain().at("/Session/User"),
            Map.of("RequestVerificationToken", token, "Origin", "https://evil.example"),
            null);

    assertThat(page.status()).isEqualTo(403);
    assertThat(code(page)).isEqualTo("origin_refused");
  }

  @Test
  void user_refreshesNothing() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    assertThat(user(plain(), browser, token).status()).isEqualTo(200);
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isZero();
  }

  @Test
  void user_countsAsUse() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofMinutes(15));

      assertThat(user(plain(), browser, token).json())
          .containsEntry("sessionExpiresIn", Duration.ofMinutes(20).toSeconds());
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> claims(Page page) {
    return (Map<String, Object>) page.json().get("claims");
  }
}
