package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tms.event.TmsEvent.LogoutReceived;
import dev.tms.policy.LogoutPolicy;
import dev.tms.policy.SessionHome;
import dev.tms.testkit.LogoutToken;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /Auth/BackChannelLogout}: OpenID Connect Back-Channel Logout 1.0. */
abstract class BackChannelLogoutContract extends SignOutTopic {
  private static final Variant SITE = Variant.with(same -> same);
  private static final Variant ONLINE = Variant.with(b -> b.scopes("openid"));
  private static final Variant REVOKES_OFFLINE =
      Variant.with(b -> b.logout(LogoutPolicy.DEFAULT.revokingOffline()));

  static List<String> badTokens() {
    return BadLogoutTokens.names();
  }

  @Test
  void backChannelLogout_sid_is200EmptyAndTheSessionIsOver() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    String token = site.token(browser);

    Page answer = backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    pass(CHECK_INTERVAL);
    Page page = site.retrieve(browser, token);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.headers("Set-Cookie")).isEmpty();
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("logged_out");
    assertThat(names(browser)).as("cleared: it is known to be ended").containsExactly("tms-csrf");
    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void backChannelLogout_sidAndSub_endsThatProviderSessionAlone() throws Exception {
    Site site = site(SITE);
    TestBrowser other = site.signedIn();
    TestBrowser browser = site.signedIn();

    backChannel(
        site, provider().logoutToken(site.clientId).sid(sid()).subject(subjectOf("alice")).build());
    pass(CHECK_INTERVAL);

    assertThat(site.isLoggedIn(browser)).isFalse();
    assertThat(site.isLoggedIn(other)).as("another session of the same user").isTrue();
  }

  @Test
  void backChannelLogout_sidAndSub_endsSessionsOfThatUserWithoutSidThatAreNotYounger()
      throws Exception {
    Site site = site(SITE);
    TestBrowser withSid = site.signedIn();
    TestBrowser without;
    TestBrowser younger;
    provider().sidInIdToken(false);
    String token;
    try {
      without = site.signedIn();
      token =
          provider().logoutToken(site.clientId).sid("another").subject(subjectOf("alice")).build();
      pass(Duration.ofSeconds(1));
      younger = site.signedIn();
    } finally {
      provider().sidInIdToken(true);
    }

    assertThat(backChannel(site, token).status()).isEqualTo(200);
    pass(CHECK_INTERVAL);

    assertThat(site.isLoggedIn(without)).isFalse();
    assertThat(site.isLoggedIn(younger)).isTrue();
    assertThat(site.isLoggedIn(withSid)).as("it is of another provider session").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", ""})
  @DisplayName("Logout tokens as providers in the field make them end what they are about")
  void backChannelLogout_otherTypAndNoExp_endsTheSession(String typ) throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    LogoutToken token =
        provider()
            .logoutToken(site.clientId)
            .subject(subjectOf("alice"))
            .type(typ.isEmpty() ? null : typ)
            .without("exp");

    assertThat(backChannel(site, token.build()).status()).isEqualTo(200);
    pass(CHECK_INTERVAL);

    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void backChannelLogout_subOnly_endsEverySessionOfThatUserAlone() throws Exception {
    Site site = site(SITE);
    TestBrowser one = site.signedIn();
    TestBrowser two = site.signedIn();
    TestBrowser bob = new TestBrowser();
    site.login(bob, "/Auth/BeginLogin", "bob");

    Page answer =
        backChannel(
            site, provider().logoutToken(site.clientId).subject(subjectOf("alice")).build());
    pass(CHECK_INTERVAL);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(site.isLoggedIn(one)).isFalse();
    assertThat(site.isLoggedIn(two)).isFalse();
    assertThat(site.isLoggedIn(bob)).isTrue();
  }

  @Test
  void backChannelLogout_subOnly_leavesALaterLoginAlone() throws Exception {
    Site site = site(SITE);
    TestBrowser before = site.signedIn();
    String token = provider().logoutToken(site.clientId).subject(subjectOf("alice")).build();
    pass(Duration.ofSeconds(1));
    TestBrowser after = site.signedIn();

    backChannel(site, token);
    pass(CHECK_INTERVAL);

    assertThat(site.isLoggedIn(before)).isFalse();
    assertThat(site.isLoggedIn(after)).as("its login's iat is later than the token's").isTrue();
  }

  @Test
  void backChannelLogout_subOnlyAndSessionRefreshedSince_goesByTheLoginsIdToken() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    String antiforgery = site.token(browser);
    pass(Duration.ofMinutes(1));
    String token = provider().logoutToken(site.clientId).subject(subjectOf("alice")).build();
    pass(Duration.ofMinutes(1));
    site.retrieve(browser, antiforgery, "?force=true");
    assertThat(provider().count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);

    backChannel(site, token);
    pass(CHECK_INTERVAL);

    assertThat(code(site.retrieve(browser, antiforgery))).isEqualTo("logged_out");
  }

  @Test
  void backChannelLogout_twoMarksInTheWrongOrder_theLaterOneHolds() throws Exception {
    Site site = site(SITE);
    String older = provider().logoutToken(site.clientId).subject(subjectOf("alice")).build();
    pass(Duration.ofSeconds(2));
    TestBrowser browser = site.signedIn();
    String newer = provider().logoutToken(site.clientId).subject(subjectOf("alice")).build();

    assertThat(backChannel(site, newer).status()).isEqualTo(200);
    assertThat(backChannel(site, older).status()).isEqualTo(200);
    pass(CHECK_INTERVAL);

    assertThat(site.isLoggedIn(browser)).isFalse();
  }

  @Test
  void backChannelLogout_userUnknownHere_isAcceptedAllTheSame() throws Exception {
    Site site = site(SITE);

    assertThat(
            backChannel(site, provider().logoutToken(site.clientId).sid("never-seen").build())
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("dev.tms.contract.BackChannelLogoutContract#badTokens")
  @DisplayName("Lesson 26: malformed logout tokens are refused with 400, and nothing ends")
  void backChannelLogout_badToken_is400AndNothingEnds(String name) throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    String token =
        BadLogoutTokens.make(
            name,
            new BadLogoutTokens.Parts(provider(), site.clientId, sid(), world().clock().instant()));

    Page answer = backChannel(site, token);
    pass(CHECK_INTERVAL);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
    assertThat(answer.json()).containsOnlyKeys("error").containsEntry("error", "invalid_request");
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void backChannelLogout_signedWithAnyFault_isAWarningThatNamesIt() throws Exception {
    Site site = site(SITE);
    String noEvent = provider().logoutToken(site.clientId).sid("s").without("events").build();
    String forged = provider().logoutToken(site.clientId).sid("s").foreignKey().build();

    backChannel(site, noEvent);
    backChannel(site, forged);

    assertThat(site.events)
        .filteredOn(LogoutReceived.class::isInstance)
        .extracting(e -> ((LogoutReceived) e).verdict(), e -> ((LogoutReceived) e).detail())
        .endsWith(
            tuple(LogoutReceived.Verdict.INVALID, "its events do not say that this is a logout"),
            tuple(LogoutReceived.Verdict.REFUSED, "the token's signature is wrong"));
  }

  @Test
  @DisplayName("Lesson 26: an ID token or an access token is no logout token")
  void backChannelLogout_otherTokensOfTheProvider_are400() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    TestBrowser other = site.signedIn();
    String accessToken = site.accessToken(retrieve(site, browser));
    String idToken = Site.query(site.logOut(other).location().orElseThrow()).get("id_token_hint");

    assertThat(backChannel(site, accessToken).status()).isEqualTo(400);
    assertThat(backChannel(site, idToken).status()).isEqualTo(400);
    pass(CHECK_INTERVAL);
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  @DisplayName("Lesson 26: a logout token is taken once")
  void backChannelLogout_sameTokenAgain_is400() throws Exception {
    Site site = site(SITE);
    String token = provider().logoutToken(site.clientId).sid("s").build();

    assertThat(backChannel(site, token).status()).isEqualTo(200);
    assertThat(backChannel(site, token).status()).isEqualTo(400);
    pass(Duration.ofMinutes(2));
    assertThat(backChannel(site, token).status()).as("just before it is too old").isEqualTo(400);
    assertThat(site.events)
        .filteredOn(LogoutReceived.class::isInstance)
        .map(e -> ((LogoutReceived) e).verdict())
        .contains(LogoutReceived.Verdict.ACCEPTED, LogoutReceived.Verdict.REPLAYED);
  }

  @Test
  void backChannelLogout_anotherTokenWithTheSameJti_is400() throws Exception {
    Site site = site(SITE);
    backChannel(site, provider().logoutToken(site.clientId).sid("a").claim("jti", "j-1").build());

    Page page =
        backChannel(
            site, provider().logoutToken(site.clientId).sid("b").claim("jti", "j-1").build());

    assertThat(page.status()).isEqualTo(400);
  }

  @Test
  void backChannelLogout_notAForm_is400() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    String token = provider().logoutToken(site.clientId).sid(sid()).build();
    String path = "/Auth/BackChannelLogout";

    assertThat(site.raw("POST", path).status()).isEqualTo(400);
    assertThat(site.raw("POST", path + "?logout_token=" + token).status()).isEqualTo(400);
    assertThat(Raw.sendBody("POST", site.at(path), "logout_token=" + token).status())
        .as("no content type")
        .isEqualTo(400);
    String twice = "logout_token=" + token + "&logout_token=" + token;
    assertThat(
            Raw.sendBody(
                    "POST",
                    site.at(path),
                    twice,
                    "Content-Type",
                    "application/x-www-form-urlencoded")
                .status())
        .isEqualTo(400);
    assertThat(site.raw("GET", path + "?logout_token=" + token).status()).isEqualTo(405);
    pass(CHECK_INTERVAL);
    assertThat(site.isLoggedIn(browser)).isTrue();
  }

  @Test
  void backChannelLogout_fromAnotherOrigin_isAccepted() throws Exception {
    Site site = site(SITE);
    String token = provider().logoutToken(site.clientId).sid("s").build();

    Page page =
        new TestBrowser()
            .post(
                site.at("/auth/backchannellogout"),
                Map.of("logout_token", token),
                Map.of("Origin", "https://id.example", "Sec-Fetch-Site", "cross-site"));

    assertThat(page.status()).as("it carries a proof of its own").isEqualTo(200);
  }

  @Test
  void backChannelLogout_newKeyOfTheProvider_isAccepted() throws Exception {
    Site site = site(SITE);
    site.signedIn();
    pass(Duration.ofMinutes(2));
    provider().rotateKeys();

    assertThat(backChannel(site, provider().logoutToken(site.clientId).sid("s").build()).status())
        .isEqualTo(200);
  }

  @Test
  void backChannelLogout_keysCannotBeHad_is400AndARetryWorks() throws Exception {
    Site site = site(Variant.with(same -> same));
    String token = provider().logoutToken(site.clientId).sid("s").build();
    provider().always(RequestKind.JWKS, Misbehaviour.DROP_BEFORE);

    Page page = backChannel(site, token);

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.json()).containsEntry("error", "temporarily_unavailable");
    provider().behave();
    pass(Duration.ofMinutes(1));
    assertThat(backChannel(site, token).status()).isEqualTo(200);
  }

  @Test
  void backChannelLogout_refreshToken_isRevokedWhenTheCookieIsNextSeen() throws Exception {
    Site site = site(ONLINE);
    provider().alwaysRefreshToken(true);
    try {
      TestBrowser browser = signedInAs(site, "online");
      int live = provider().liveRefreshTokens().size();

      backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
      pass(CHECK_INTERVAL);
      assertThat(retrieve(site, browser).status()).isEqualTo(401);
      site.settle();

      assertThat(provider().liveRefreshTokens()).hasSize(live - 1);
      assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
    } finally {
      provider().alwaysRefreshToken(false);
    }
  }

  @Test
  void backChannelLogout_offlineRefreshToken_livesOn() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();

    backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    pass(CHECK_INTERVAL);
    assertThat(retrieve(site, browser).status()).isEqualTo(401);
    site.settle();

    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
  }

  @Test
  void backChannelLogout_revokeOffline_revokesItOnce() throws Exception {
    Site site = site(REVOKES_OFFLINE);
    TestBrowser browser = site.signedIn();
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    pass(CHECK_INTERVAL);
    retrieve(site, browser);
    site.settle();
    retrieve(site, copy);
    site.settle();

    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void backChannelLogout_refreshedSession_isOverAndTheNewestTokenIsRevoked() throws Exception {
    Site site = site(REVOKES_OFFLINE);
    TestBrowser browser = site.signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String token = site.token(browser);
    pass(World.TOKEN_LIFE.plusSeconds(1));
    site.retrieve(browser, token);
    int live = provider().liveRefreshTokens().size();

    backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    pass(CHECK_INTERVAL);
    assertThat(site.retrieve(old, token).status()).isEqualTo(401);
    site.settle();

    assertThat(provider().liveRefreshTokens()).hasSize(live - 1);
    assertThat(code(site.retrieve(browser, token))).isEqualTo("logged_out");
  }

  @Test
  void backChannelLogout_thenLoginAgain_works() throws Exception {
    Site site = site(SITE);
    TestBrowser browser = site.signedIn();
    backChannel(site, provider().logoutToken(site.clientId).sid(sid()).build());
    provider().endSession(sid());
    pass(CHECK_INTERVAL);
    assertThat(retrieve(site, browser).status()).isEqualTo(401);

    site.login(browser);

    assertThat(retrieve(site, browser).status()).isEqualTo(200);
  }

  private TestBrowser signedInAs(Site site, String user) {
    provider().register(new TestUser(user, user, "user-" + user, user, user + "@example.test"));
    TestBrowser browser = new TestBrowser();
    site.login(browser, "/Auth/BeginLogin", user);
    assertThat(site.isLoggedIn(browser)).isTrue();
    return browser;
  }

  /** Sessions in the store are ended and revoked at once, where the token names their user. */
  @Test
  void backChannelLogout_sessionInTheStore_isRevokedAtOnce() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.logout(LogoutPolicy.DEFAULT.revokingOffline())
                        .sessions(
                            dev.tms.policy.SessionPolicy.DEFAULT.withHome(SessionHome.STORE))));
    TestBrowser browser = site.signedIn();

    backChannel(
        site, provider().logoutToken(site.clientId).sid(sid()).subject(subjectOf("alice")).build());
    site.settle();

    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
    assertThat(code(site.retrieve(browser, "any"))).isEqualTo("logged_out");
  }
}
