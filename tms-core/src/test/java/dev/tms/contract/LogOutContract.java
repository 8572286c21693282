package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.tms.oauth.Provider;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code POST /Auth/LogOut} and {@code GET /Auth/LoggedOut}. */
abstract class LogOutContract extends Topic {
  @Test
  void logOut_signedIn_endsTheSessionHereAndLeadsToTheProvider() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    Page page = plain().logOut(browser);

    assertThat(page.status()).isEqualTo(302);
    URI target = page.location().orElseThrow();
    assertThat(target.toString()).startsWith(provider().endSessionEndpoint() + "?");
    assertThat(Site.query(target))
        .containsOnlyKeys("id_token_hint", "client_id", "post_logout_redirect_uri", "state")
        .containsEntry("client_id", plain().clientId)
        .containsEntry("post_logout_redirect_uri", plain().publicUrl("/Auth/LoggedOut"));
    assertThat(names(browser)).as("every cookie of ours is cleared").isEmpty();
    assertThat(since(others)).as("the refresh token is revoked").isEmpty();
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("no_session");
    Page over = plain().retrieve(copy, token);
    assertThat(code(over)).as("every copy of the cookies is over").isEqualTo("logged_out");
    assertThat(over.status()).isEqualTo(401);
    assertThat(names(copy)).as("and is cleared but for antiforgery").containsExactly("tms-csrf");
    assertThat(code(plain().retrieve(copy, token))).isEqualTo("no_session");
  }

  @Test
  void logOut_followed_endsTheProvidersSessionAndReturnsToTheFrontEnd() throws Exception {
    TestBrowser browser = plain().signedIn();
    int before = provider().sessions().size();

    Page page = plain().goOn(browser, plain().logOut(browser), "no one", plain().frontEnd);

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(page.uri().getPath()).isEqualTo("/Auth/LoggedOut");
    assertThat(provider().sessions()).hasSize(before - 1);
  }

  @Test
  @DisplayName("Lesson 31, 44: what is cleared is cleared by exact name and attributes, chunks too")
  void logOut_clearsAllNames() throws Exception {
    for (Site site : new Site[] {plain(), https()}) {
      TestBrowser browser = site.signedIn();

      Page page = site.logOut(browser);

      assertThat(cookiesIn(page))
          .containsExactlyInAnyOrder(
              site.cookie(""),
              site.cookie(".1"),
              site.cookie(".2"),
              site.cookie(".3"),
              site.cookie("-use"),
              site.cookie("-csrf"));
      assertThat(page.headers("Set-Cookie"))
          .allMatch(c -> c.contains("=; Path=/; Max-Age=0;"))
          .allMatch(c -> c.contains("; HttpOnly") && c.contains("; SameSite=Lax"))
          .allMatch(c -> c.contains("; Secure") == site.publicOrigin.startsWith("https"))
          .noneMatch(c -> c.contains("Domain"));
      assertThat(names(browser)).isEmpty();
    }
  }

  @Test
  void logOut_supersededCopy_endsTheSessionWithoutAHint() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String token = plain().token(browser);
    plain().retrieve(browser, token, "?force=true");
    plain().retrieve(browser, token);
    pass(Duration.ofMinutes(2));
    Assumptions.assumeTrue(
        "session_superseded".equals(code(plain().retrieve(old, token))), "a handle has no copies");

    URI target = plain().logOut(old).location().orElseThrow();

    assertThat(target.toString()).startsWith(provider().endSessionEndpoint() + "?");
    assertThat(Site.query(target)).containsKey("client_id").doesNotContainKey("id_token_hint");
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("logged_out");
  }

  @Test
  void logOut_olderCopyInTheGraceTime_hintsWithTheNewestIdToken() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    pass(Duration.ofSeconds(2));
    plain().retrieve(browser, plain().token(browser), "?force=true");

    String hint = Site.query(plain().logOut(old).location().orElseThrow()).get("id_token_hint");

    assertThat(SignedJWT.parse(hint).getJWTClaimsSet().getIssueTime())
        .as("issued at the refresh: some providers take no other")
        .isEqualTo(Date.from(world().clock().instant().truncatedTo(ChronoUnit.SECONDS)));
  }

  @Test
  void logOut_asksForJson_getsTheAddressInstead() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page =
        browser.send(
            "POST", plain().at("/Auth/LogOut"), Map.of("Accept", "application/json"), null);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.json()).containsOnlyKeys("logoutUrl");
    assertThat(String.valueOf(page.json().get("logoutUrl")))
        .startsWith(provider().endSessionEndpoint() + "?");
    assertThat(names(browser)).isEmpty();
  }

  @Test
  @DisplayName("Section 3: the answer to a log-out tells nothing of anyone's session")
  void logOut_nobodySignedIn_returnsToTheFrontEnd() throws Exception {
    TestBrowser browser = new TestBrowser();
    plain().checkSession(browser);

    Page page = plain().logOut(browser);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(page.body()).isEmpty();
    assertThat(names(browser)).isEmpty();
    Page json =
        new TestBrowser()
            .send("POST", plain().at("/Auth/LogOut"), Map.of("Accept", "application/json"), null);
    assertThat(json.json()).containsEntry("logoutUrl", plain().frontEnd);
  }

  @Test
  void logOut_twice_secondFindsNobody() throws Exception {
    TestBrowser browser = plain().signedIn();
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());
    plain().logOut(browser);

    Page page = plain().logOut(copy);

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(names(copy)).isEmpty();
    assertThat(provider().count(RequestKind.REVOCATION)).isEqualTo(1);
  }

  @Test
  void logOut_get_is405() throws Exception {
    TestBrowser browser = plain().signedIn();

    Page page = browser.get(plain().at("/Auth/LogOut"));

    assertThat(page.status()).isEqualTo(405);
    assertThat(page.header("Allow")).contains("POST");
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @Test
  @DisplayName("Lesson 23: a log-out takes no redirect from its caller")
  void logOut_redirectParameters_areIgnored() throws Exception {
    Page page =
        new TestBrowser()
            .post(
                plain().at("/Auth/LogOut?returnUrl=https://evil.example"),
                Map.of("returnUrl", "https://evil.example", "rd", "https://evil.example"));

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
  }

  @Test
  void logOut_antiforgeryValue_changes() throws Exception {
    TestBrowser browser = plain().signedIn();
    String before = plain().token(browser);
    plain().logOut(browser);
    plain().login(browser);

    assertThat(plain().retrieve(browser, before).status()).isEqualTo(400);
    assertThat(plain().retrieve(browser, plain().token(browser)).status()).isEqualTo(200);
  }

  @Test
  void logOut_idleSession_isEndedAndRevokedToo() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();
    pass(Duration.ofMinutes(30));

    Page page = plain().logOut(browser);

    assertThat(page.location().orElseThrow().toString())
        .startsWith(provider().endSessionEndpoint() + "?");
    assertThat(since(others)).isEmpty();
  }

  @Test
  void logOut_afterARefreshWithAnOlderCookie_revokesTheNewestToken() throws Exception {
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = plain().signedIn();
    TestBrowser old = new TestBrowser();
    browser.cookies().copyTo(old.cookies());
    String token = plain().token(browser);
    plain().retrieve(browser, token, "?force=true");
    assertThat(since(others)).hasSize(1);

    plain().logOut(old);

    assertThat(since(others)).isEmpty();
    assertThat(code(plain().retrieve(browser, token))).isEqualTo("logged_out");
  }

  @Test
  @DisplayName("Section 3: a renewal of a session that is logged out meanwhile brings it not back")
  void logOut_whileARefreshIsUnderWay_nothingIsPublishedAndTheNewTokenRevoked() throws Exception {
    Site site = plain();
    Set<String> others = provider().liveRefreshTokens();
    TestBrowser browser = site.signedIn();
    TestBrowser tab = new TestBrowser();
    browser.cookies().copyTo(tab.cookies());
    String token = site.token(browser);
    pass(World.TOKEN_LIFE.plusMinutes(1));

    CompletableFuture<Page> refreshing;
    try (Hold hold = provider().holdAnswer(RequestKind.TOKEN_REFRESH)) {
      refreshing = CompletableFuture.supplyAsync(() -> site.retrieve(browser, token));
      hold.awaitArrived(1);
      site.logOut(tab);
    }
    Page page = refreshing.join();
    site.settle();

    assertThat(page.status()).isEqualTo(401);
    assertThat(code(page)).isEqualTo("logged_out");
    assertThat(cookiesIn(page)).contains("tms");
    assertThat(names(browser)).doesNotContain("tms", "tms-use");
    assertThat(since(others)).isEmpty();
    assertThat(code(site.retrieve(tab, token))).isEqualTo("no_session");
  }

  @Test
  @DisplayName("Section 3 defect 7: revocation is best effort and stands in no one's way")
  void logOut_revocationFails_goesOn() throws Exception {
    for (Misbehaviour misbehaviour :
        new Misbehaviour[] {
          Misbehaviour.DROP_BEFORE, Misbehaviour.STATUS_500, Misbehaviour.GARBAGE_BODY
        }) {
      provider().always(RequestKind.REVOCATION, misbehaviour);
      TestBrowser browser = plain().signedIn();

      Page page = plain().logOut(browser);

      assertThat(page.status()).isEqualTo(302);
      assertThat(names(browser)).isEmpty();
      provider().behave();
    }
  }

  @Test
  @DisplayName("Section 3 defect 7: a provider without revocation and end-session is no obstacle")
  void logOut_providerWithoutEndpoints_returnsToTheFrontEnd() throws Exception {
    Site site =
        site(
            Variant.with(
                b ->
                    b.provider(
                        Provider.of(provider().issuer())
                            .authorizationEndpoint(provider().authorizationEndpoint().toString())
                            .tokenEndpoint(provider().tokenEndpoint().toString())
                            .jwksUri(provider().jwksUri().toString())
                            .build())));
    TestBrowser browser = site.signedIn();
    TestBrowser copy = new TestBrowser();
    browser.cookies().copyTo(copy.cookies());

    Page page = site.logOut(browser);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(site.frontEnd));
    assertThat(names(browser)).isEmpty();
    assertThat(site.isLoggedIn(copy)).isFalse();
    Page program = site.signedIn().send("POST", site.at("/Auth/LogOut"), Map.of(), null);
    assertThat(program.status()).as("a program that follows redirects").isEqualTo(200);
    assertThat(program.body()).isEqualTo("Signed out.\n");
  }

  @Test
  @DisplayName("Pain 17: without a kept ID token the sign-out names the client at least")
  void logOut_withoutIdToken_sendsTheClientId() throws Exception {
    Site site =
        site(Variant.with(b -> b.sessions(dev.tms.policy.SessionPolicy.DEFAULT.withoutIdToken())));
    TestBrowser browser = site.signedIn();

    assertThat(Site.query(site.logOut(browser).location().orElseThrow()))
        .containsOnlyKeys("client_id", "post_logout_redirect_uri", "state")
        .containsEntry("client_id", site.clientId);
  }

  @Test
  void loggedOut_anyState_returnsToTheFrontEndAndDoesNothing() throws Exception {
    TestBrowser browser = plain().signedIn();
    for (String query : new String[] {"", "?state=unknown", "?state=%ff", "?a=1&a=2"}) {
      Page page = browser.get(plain().at("/Auth/LoggedOut" + query));

      assertThat(page.status()).isEqualTo(302);
      assertThat(page.location()).contains(URI.create(plain().frontEnd));
      assertThat(page.headers("Set-Cookie")).isEmpty();
    }
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  @Test
  void loggedOut_pathOfTheOriginalService_isServedBeside() throws Exception {
    for (String path : new String[] {"/signout-callback-oidc", "/Signout-Callback-Oidc?state=x"}) {
      Page page = new TestBrowser().get(plain().at(path));

      assertThat(page.status()).isEqualTo(302);
      assertThat(page.location()).contains(URI.create(plain().frontEnd));
    }
  }

  @Test
  void loggedOut_byAProgram_isAShortText() throws Exception {
    for (String accept : new String[] {null, "*/*", "text/plain"}) {
      Page page =
          accept == null
              ? plain().raw("GET", "/Auth/LoggedOut?state=x")
              : plain().raw("GET", "/signout-callback-oidc", "Accept", accept);

      assertThat(page.status()).isEqualTo(200);
      assertThat(page.header("Content-Type").orElseThrow()).startsWith("text/plain");
      assertThat(page.body()).isEqualTo("Signed out.\n");
      assertThat(page.location()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Accept: text/html",
        "Accept: application/xhtml+xml, TEXT/HTML;q=0.9",
        "Sec-Fetch-Site: same-origin",
        "Sec-Fetch-Mode: navigate",
        "Sec-Fetch-Dest: document",
        "Origin: FRONT",
      })
  void logOut_anythingThatOnlyABrowserSends_leadsToTheFrontEnd(String header) throws Exception {
    String[] pair = header.replace("FRONT", plain().frontEndOrigin).split(": ");

    Page page = plain().raw("POST", "/Auth/LogOut", pair);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(plain().raw("GET", "/Auth/LoggedOut", pair).location())
        .contains(URI.create(plain().frontEnd));
  }

  @Test
  void logOut_byAProgramThatFollowsRedirects_endsWith200() throws Exception {
    TestBrowser app = plain().signedIn();
    URI logOut = plain().at("/Auth/LogOut");

    Page page = app.send("POST", logOut, Map.of(), null);
    assertThat(page.location().orElseThrow().toString())
        .startsWith(provider().endSessionEndpoint() + "?");
    while (page.location().isPresent()) {
      page = app.send("GET", page.location().get(), Map.of(), null);
    }
    Page again = app.send("POST", logOut, Map.of(), null);

    assertThat(page.status()).as("after the provider").isEqualTo(200);
    assertThat(again.status()).as("without a session").isEqualTo(200);
    assertThat(again.body()).isEqualTo("Signed out.\n");
    assertThat(cookiesIn(again)).as("its cookies are cleared").contains("tms", "tms-csrf");
  }

  private Set<String> since(Set<String> others) {
    Set<String> more = new TreeSet<>(provider().liveRefreshTokens());
    more.removeAll(others);
    return more;
  }
}
