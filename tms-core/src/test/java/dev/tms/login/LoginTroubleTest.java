package dev.tms.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.CoreTopic;
import dev.tms.contract.Site;
import dev.tms.contract.Variant;
import dev.tms.event.TmsEvent;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestUser;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Logins at a provider that does everything wrong that it can. */
class LoginTroubleTest extends CoreTopic {
  /** What a login may overlook: either it is no fault, or no one asked for what is missing. */
  private static final Set<Misbehaviour> NO_FAULT =
      EnumSet.of(
          Misbehaviour.NO_EXPIRES_IN,
          Misbehaviour.NO_REFRESH_TOKEN,
          Misbehaviour.NO_SCOPE,
          Misbehaviour.WRONG_CONTENT_TYPE,
          Misbehaviour.FORM_BODY,
          Misbehaviour.STATUS_201,
          Misbehaviour.TRAILING_TEXT,
          Misbehaviour.REPEATED_MEMBER,
          Misbehaviour.TWO_REFRESH_TOKENS,
          Misbehaviour.ID_TOKEN_NO_KID,
          Misbehaviour.ID_TOKEN_AUDIENCES_WITHOUT_AZP,
          Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM,
          Misbehaviour.ID_TOKEN_NO_AUTH_TIME,
          Misbehaviour.ID_TOKEN_OLD_AUTH_TIME,
          Misbehaviour.ID_TOKEN_WRONG_SUBJECT);

  private static final Set<Misbehaviour> OUTAGE =
      EnumSet.of(
          Misbehaviour.DROP_BEFORE,
          Misbehaviour.STATUS_500,
          Misbehaviour.STATUS_503,
          Misbehaviour.DROP_AFTER,
          Misbehaviour.CUT_BODY,
          Misbehaviour.STATUS_500_AFTER);

  static Stream<Misbehaviour> ofTheTokenAnswer() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.TOKEN_CODE));
  }

  @ParameterizedTest
  @MethodSource("ofTheTokenAnswer")
  @DisplayName("Lesson 36, 37: no answer of the token endpoint but a good one signs anyone in")
  void login_tokenAnswerIsBad_noSessionAndTheOneBeforeLivesOn(Misbehaviour misbehaviour)
      throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().always(RequestKind.TOKEN_CODE, misbehaviour);

    Page page = plain().login(browser);

    assertThat(page.status()).isEqualTo(302);
    if (NO_FAULT.contains(misbehaviour)) {
      assertThat(page.location()).contains(URI.create(plain().frontEnd));
      return;
    }
    String error = String.valueOf(Site.query(page.location().orElseThrow()).get("error"));
    if (OUTAGE.contains(misbehaviour)) {
      assertThat(error).isEqualTo("provider_unavailable");
    } else if (misbehaviour.name().startsWith("ID_TOKEN_HS256")) {
      assertThat(error).isEqualTo("provider_misconfigured");
    } else {
      assertThat(error).isIn("login_failed", "provider_unavailable");
    }
    assertThat(cookiesIn(page)).hasSize(1).allMatch(c -> c.startsWith("tms-login-"));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    assertThat(loginsFailed(plain())).as("the operator learns why").isNotEmpty();
  }

  @Test
  void login_maxAgeAskedAndNotKept_isLoginFailed() throws Exception {
    for (Misbehaviour misbehaviour :
        new Misbehaviour[] {
          Misbehaviour.ID_TOKEN_NO_AUTH_TIME, Misbehaviour.ID_TOKEN_OLD_AUTH_TIME
        }) {
      provider().misbehave(RequestKind.TOKEN_CODE, misbehaviour);

      Page page = plain().login(new TestBrowser(), "/Auth/BeginLogin?max_age=3600", "alice");

      assertThat(page.location()).contains(URI.create(plain().frontEnd + "?error=login_failed"));
    }
  }

  static Stream<Misbehaviour> ofTheKeySet() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.JWKS));
  }

  @ParameterizedTest
  @MethodSource("ofTheKeySet")
  void login_keySetIsBad_isAnErrorAtTheFrontEnd(Misbehaviour misbehaviour) throws Exception {
    Site site = site(Variant.with(same -> same));
    provider().always(RequestKind.JWKS, misbehaviour);
    TestBrowser browser = new TestBrowser();

    Page page = site.login(browser);

    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location().orElseThrow().toString()).startsWith(site.frontEnd);
    if (page.location().orElseThrow().getQuery() != null) {
      assertThat(Site.query(page.location().orElseThrow()).get("error"))
          .isIn("login_failed", "provider_unavailable");
      assertThat(names(browser)).containsExactly("tms-csrf");
    } else {
      assertThat(misbehaviour).isEqualTo(Misbehaviour.WRONG_CONTENT_TYPE);
    }
  }

  static Stream<Misbehaviour> ofDiscovery() {
    return Stream.of(Misbehaviour.values()).filter(m -> m.appliesTo(RequestKind.DISCOVERY));
  }

  @ParameterizedTest
  @MethodSource("ofDiscovery")
  @DisplayName("Section 3 defect 3: a provider that cannot be reached is a 503, never a 500")
  void beginLogin_discoveryIsBad_saysWhoHasToAct(Misbehaviour misbehaviour) throws Exception {
    Site site = site(Variant.with(same -> same));
    provider().always(RequestKind.DISCOVERY, misbehaviour);

    Page page = site.raw("GET", "/Auth/BeginLogin", "Accept", "application/json");

    if (page.status() == 302) {
      assertThat(misbehaviour).isEqualTo(Misbehaviour.WRONG_CONTENT_TYPE);
      return;
    }
    // what contradicts the configuration does not pass by waiting
    boolean isContradiction = misbehaviour.name().startsWith("DISCOVERY_");
    assertThat(page.status()).isEqualTo(isContradiction ? 502 : 503);
    assertThat(code(page))
        .isEqualTo(isContradiction ? "provider_misconfigured" : "provider_unavailable");
    assertThat(page.header("Retry-After").isPresent()).isEqualTo(!isContradiction);
    assertThat(page.headers("Set-Cookie")).isEmpty();
  }

  @Test
  @DisplayName("Pain 9: a session that is too large is a login that fails, with advice in the log")
  void login_sessionTooLarge_failsWholeAndLeavesNothingBehind() throws Exception {
    provider()
        .register(
            new TestUser("huge", "huge", "user-huge", incompressible(30_000), "huge@example.test"));
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    Set<String> before = provider().liveRefreshTokens();
    plain().events.clear();

    Page page = plain().login(browser, "/Auth/BeginLogin?prompt=login", "huge");
    plain().settle();

    assertThat(page.location()).contains(URI.create(plain().frontEnd + "?error=login_failed"));
    assertThat(cookiesIn(page)).hasSize(1).allMatch(c -> c.startsWith("tms-login-"));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    Set<String> more = new TreeSet<>(provider().liveRefreshTokens());
    more.removeAll(before);
    assertThat(more).as("the token that no one can use is revoked").isEmpty();
    assertThat(loginsFailed(plain()))
        .hasSize(1)
        .allMatch(e -> e.detail().contains("Session.UserClaims"))
        .noneMatch(e -> e.detail().length() > 1000);
  }

  @Test
  @DisplayName("Pain 25: the front end gets a word, the operator the reason")
  void login_failed_reasonIsInEventAndLog() throws Exception {
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);
    plain().events.clear();

    plain().login(new TestBrowser());

    assertThat(loginsFailed(plain()))
        .hasSize(1)
        .allMatch(e -> e.reason().equals("login_failed"))
        .allMatch(e -> e.detail().contains("nonce"));
  }

  @Test
  @DisplayName("Lesson 26: of two callbacks with one answer, one redeems it")
  void callback_twiceAtOnce_redeemsOnce() throws Exception {
    Site site = plain();
    for (int i = 0; i < 10; i++) {
      provider().clearRequests();
      TestBrowser browser = new TestBrowser();
      URI callback = site.callbackOf(browser, "/Auth/BeginLogin", "alice");
      TestBrowser copy = new TestBrowser();
      browser.cookies().copyTo(copy.cookies());

      CompletableFuture<Page> one = CompletableFuture.supplyAsync(() -> browser.get(callback));
      CompletableFuture<Page> two = CompletableFuture.supplyAsync(() -> copy.get(callback));

      List<Integer> statuses = new ArrayList<>(List.of(one.join().status(), two.join().status()));
      assertThat(statuses).containsExactlyInAnyOrder(302, 400);
      assertThat(provider().count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("Lesson 30: no callback is answered with a failure of ours, whatever it holds")
  void callback_anyParameters_never5xx() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TestBrowser browser = new TestBrowser();
    URI callback = plain().callbackOf(browser, "/Auth/BeginLogin", "alice");
    String state = Site.query(callback).get("state");
    String[] names = {"state", "code", "iss", "error", "error_description", "session_state", "x"};
    String[] values = {
      state,
      "",
      "x",
      "%00",
      "%ff",
      "%",
      "%zz",
      "+",
      "%F0%9F%98%80",
      "a".repeat(5000),
      "access_denied",
      provider().issuer(),
      "%0d%0aSet-Cookie:%20x=y",
      "..",
      "null",
      "-1",
      "%5B%5D",
      "%7B%7D"
    };

    for (int i = 0; i < 300; i++) {
      StringBuilder query = new StringBuilder("/callback?");
      for (int j = random.nextInt(5); j >= 0; j--) {
        query.append(names[random.nextInt(names.length)]);
        query.append(random.nextInt(10) == 0 ? "" : "=" + values[random.nextInt(values.length)]);
        query.append('&');
      }
      if (query.indexOf("%zz") >= 0 || query.indexOf("%&") >= 0) {
        continue; // the test's own client refuses to send it
      }
      TestBrowser copy = new TestBrowser();
      browser.cookies().copyTo(copy.cookies());

      Page page = copy.get(plain().at(query.toString()));

      assertThat(page.status()).as("seed %d: %s", seed, query).isIn(302, 400);
      assertThat(cookiesIn(page)).doesNotContain("tms");
    }
  }

  @Test
  void callback_errorWithoutState_isLoginUnknownAndTheOperatorLearnsTheError() throws Exception {
    Page page =
        new TestBrowser()
            .get(plain().at("/callback?error=invalid_request&error_description=%3Cb%3Enot%20ours"));

    assertThat(page.status()).isEqualTo(400);
    assertThat(loginsFailed(plain()))
        .last()
        .satisfies(
            failed ->
                assertThat(failed.detail())
                    .startsWith(TmsEvent.LoginFailed.ERROR_WITHOUT_STATE)
                    .contains("the provider answered invalid_request")
                    .doesNotContain("not ours"));
  }

  @Test
  void callback_errorWithoutStateWhileSignedIn_isSaidToo() throws Exception {
    TestBrowser browser = plain().signedIn();
    plain().events.clear();

    Page page = browser.get(plain().at("/callback?error=invalid_request&state="));

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(loginsFailed(plain()))
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.detail()).startsWith(TmsEvent.LoginFailed.ERROR_WITHOUT_STATE));
  }

  private static List<TmsEvent.LoginFailed> loginsFailed(Site site) {
    synchronized (site.events) {
      return site.events.stream()
          .filter(TmsEvent.LoginFailed.class::isInstance)
          .map(TmsEvent.LoginFailed.class::cast)
          .toList();
    }
  }

  private static String incompressible(int length) {
    StringBuilder text = new StringBuilder();
    new Random(7).ints(length, 0, 64).forEach(i -> text.append((char) ('0' + i)));
    return text.toString();
  }
}
