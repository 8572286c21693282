package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.CALLBACK;
import static dev.tms.testkit.RelyingParty.request;
import static dev.tms.testkit.RelyingParty.requestWith;
import static dev.tms.testkit.RelyingParty.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.http.Forms;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoginTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private final TestProvider provider =
      TestProvider.builder().clock(clock).client(RelyingParty.client().build()).start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void authorize_noSession_showsAccessibleFormUnderStrictPolicy() {
    Page page = app.authorize(requestWith("login_hint", "<b>\"alice"));

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("<label for=\"username\">", "<label for=\"password\">", "lang=\"en\"")
        .doesNotContain("<b>");
    assertThat(page.loginForm().orElseThrow().fields())
        .containsEntry("username", "<b>\"alice")
        .containsKey("password");
    assertThat(page.header("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(page.header("Cache-Control")).contains("no-store");
  }

  @Test
  void pages_stylesAndScripts_areTheOnesThatThePolicyNames() throws Exception {
    app.login(request());
    Page page = app.authorize(requestWith("response_mode", "form_post"));

    for (String element : List.of("style", "script")) {
      String text = page.body().split("<" + element + ">", 2)[1].split("</" + element, 2)[0];
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      assertThat(page.header("Content-Security-Policy").orElseThrow())
          .contains(element + "-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
  }

  @Test
  void login_wrongPassword_asksAgainWithMessage() {
    Page page = app.browser.submitLogin(app.authorize(request()), "alice", "wrong");

    assertThat(page.body()).contains("role=\"alert\"", "is wrong");
    assertThat(page.loginForm().orElseThrow().fields()).containsEntry("username", "alice");
    assertThat(provider.sessions()).isEmpty();
  }

  @Test
  void login_rightPassword_answersCodeStateAndIssuer() {
    Map<String, String> response = app.login(request());

    assertThat(response)
        .containsEntry("state", "the-state")
        .containsEntry("iss", provider.issuer())
        .containsKey("code");
    assertThat(provider.sessions()).hasSize(1);
  }

  @Test
  void login_issSwitchedOff_answersWithout() {
    provider.issInResponse(false);

    assertThat(app.login(request())).doesNotContainKey("iss");
    assertThat(app.browser.get(provider.discoveryUri()).body())
        .doesNotContain("\"authorization_response_iss_parameter_supported\":true");
  }

  @Test
  void authorize_secondTime_needsNoForm() {
    app.login(request());

    Page page = app.authorize(request());

    assertThat(page.location().orElseThrow().toString()).startsWith(CALLBACK);
    assertThat(provider.count(RequestKind.LOGIN)).isEqualTo(1);
  }

  @Test
  void authorize_postedRequest_isAnsweredBy303() {
    app.login(request());

    Page page = app.browser.post(provider.authorizationEndpoint(), request());

    assertThat(page.status()).isEqualTo(303);
    assertThat(response(page)).containsKey("code");
  }

  @Test
  void authorize_promptNone_needsSession() {
    assertThat(response(app.authorize(requestWith("prompt", "none"))))
        .containsEntry("error", "login_required")
        .containsEntry("state", "the-state")
        .containsEntry("iss", provider.issuer());

    app.login(request());

    assertThat(response(app.authorize(requestWith("prompt", "none")))).containsKey("code");
  }

  @Test
  void authorize_promptLogin_asksAgainAndKeepsSid() {
    app.login(request());
    String sid = provider.sessions().get(0).sid();
    clock.advance(Duration.ofMinutes(1));

    app.login(requestWith("prompt", "login"));

    assertThat(provider.count(RequestKind.LOGIN)).isEqualTo(2);
    assertThat(provider.sessions()).hasSize(1);
    assertThat(provider.sessions().get(0).sid()).isEqualTo(sid);
    assertThat(provider.sessions().get(0).authTime()).isEqualTo(clock.instant());
  }

  @Test
  void login_anotherUserInSameBrowser_startsSecondSession() {
    app.login(request());
    Page form = app.authorize(requestWith("prompt", "login"));

    app.browser.submitLogin(form, "bob", "bob");

    assertThat(provider.sessions())
        .extracting(TestSession::subject)
        .containsExactly("user-alice", "user-bob");
  }

  @Test
  void authorize_maxAge_isExactToTheSecond() {
    app.login(request());
    clock.advance(Duration.ofSeconds(60));

    assertThat(app.authorize(requestWith("max_age", "60")).location()).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(app.authorize(requestWith("max_age", "60")).loginForm()).isPresent();
    assertThat(app.authorize(requestWith("max_age", "0")).loginForm()).isPresent();
  }

  @Test
  void authorize_acrValues_stepsUpAndComesBackInIdToken() throws Exception {
    app.login(request());

    assertThat(app.authorize(requestWith("acr_values", "gold silver")).loginForm()).isPresent();
    String code = app.login(requestWith("acr_values", "gold silver")).get("code");

    assertThat(idToken(app.redeem(code)).getStringClaim("acr")).isEqualTo("gold");
  }

  @Test
  void authorize_idTokenHintOfOtherUser_asksForLogin() {
    Object hint = app.tokens().get("id_token");
    TestBrowser bobs = new TestBrowser();
    bobs.login(app.authorizeUri(request()), "bob", "bob", CALLBACK);
    String uri = app.authorizeUri(requestWith("id_token_hint", String.valueOf(hint)));

    assertThat(bobs.get(uri).loginForm()).isPresent();
    assertThat(app.browser.get(uri).location()).isPresent();
  }

  @Test
  void authorize_formPost_submitsItself() {
    Page redirectingPage =
        app.browser.submitLogin(
            app.authorize(requestWith("response_mode", "form_post")), "alice", "alice");

    HtmlForm form = redirectingPage.autoSubmitForm().orElseThrow();
    assertThat(form.action()).isEqualTo(URI.create(CALLBACK));
    assertThat(form.fields())
        .containsEntry("state", "the-state")
        .containsEntry("iss", provider.issuer())
        .containsKey("code");
    assertThat(redirectingPage.header("Content-Security-Policy").orElseThrow())
        .contains("script-src 'sha256-");
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, unknown",
    "client_id, ''",
    "redirect_uri, http://app.example.test/callback/",
    "redirect_uri, http://app.example.test/callback?x=1",
    "redirect_uri, http://APP.example.test/callback",
    "redirect_uri, ''"
  })
  void authorize_addressNotCertain_isNeverRedirected(String name, String value) {
    Page page = app.authorize(requestWith(name, value));

    assertThat(page.status()).isEqualTo(400);
    assertThat(page.location()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "response_type, token, unsupported_response_type",
    "response_type, code id_token, unsupported_response_type",
    "response_mode, fragment, invalid_request",
    "scope, openid wsp, invalid_scope",
    "code_challenge, '', invalid_request",
    "code_challenge_method, plain, invalid_request",
    "code_challenge_method, '', invalid_request",
    "prompt, none login, invalid_request",
    "max_age, soon, invalid_request",
    "request, e30.e30., request_not_supported"
  })
  void authorize_badRequest_redirectsWithError(String name, String value, String error) {
    Page page = app.authorize(requestWith(name, value));

    assertThat(response(page))
        .containsEntry("error", error)
        .containsEntry("state", "the-state")
        .containsEntry("iss", provider.issuer());
  }

  @Test
  void authorize_doubledParameter_isInvalidRequest() {
    Page page =
        app.browser.get(
            provider.authorizationEndpoint() + "?" + Forms.encode(request()) + "&nonce=again");

    assertThat(response(page)).containsEntry("error", "invalid_request");
  }

  @Test
  void redeem_goodCode_givesCompleteIdToken() throws Exception {
    Page answer = app.redeem(app.code());

    JWTClaimsSet claims = idToken(answer);
    assertThat(answer.header("Cache-Control")).contains("no-store");
    assertThat(answer.json())
        .containsEntry("token_type", "Bearer")
        .containsEntry("expires_in", 300L)
        .containsEntry("scope", "email offline_access openid profile")
        .containsKeys("access_token", "refresh_token");
    assertThat(claims.getIssuer()).isEqualTo(provider.issuer());
    assertThat(claims.getSubject()).isEqualTo("user-alice");
    assertThat(claims.getAudience()).containsExactly("app");
    assertThat(claims.getIssueTime().toInstant()).isEqualTo(clock.instant());
    assertThat(claims.getExpirationTime().toInstant())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(5)));
    assertThat(claims.getLongClaim("auth_time")).isEqualTo(clock.instant().getEpochSecond());
    assertThat(claims.getStringClaim("nonce")).isEqualTo("the-nonce");
    assertThat(claims.getStringClaim("sid")).isEqualTo(provider.sessions().get(0).sid());
    assertThat(claims.getStringClaim("at_hash")).hasSize(22);
    assertThat(claims.getStringClaim("name")).isEqualTo("Alice Example");
    assertThat(claims.getClaim("azp")).isNull();
  }

  @Test
  void redeem_clientWantsAzp_hasIt() throws Exception {
    provider.register(RelyingParty.client().azp(true).build());

    assertThat(idToken(app.redeem(app.code())).getStringClaim("azp")).isEqualTo("app");
  }

  private static JWTClaimsSet idToken(Page answer) throws Exception {
    return SignedJWT.parse(String.valueOf(answer.json().get("id_token"))).getJWTClaimsSet();
  }
}
