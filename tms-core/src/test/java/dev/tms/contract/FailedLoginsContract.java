package dev.tms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.net.URI;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Logins that do not complete: the front end is told why in a word of our own. */
abstract class FailedLoginsContract extends Topic {
  private static final Variant BY_USERINFO =
      Variant.with(b -> b.protocol(same -> same.withUserInfo()));

  @ParameterizedTest
  @CsvSource({
    "RESPONSE_ACCESS_DENIED, access_denied",
    "RESPONSE_TEMPORARILY_UNAVAILABLE, provider_unavailable",
    "RESPONSE_STRANGE_ERROR, login_failed",
    "RESPONSE_WRONG_CODE, login_failed",
  })
  @DisplayName("Lesson 21: the provider's own words go nowhere")
  void login_errorResponse_returnsWithOurCode(Misbehaviour misbehaviour, String error)
      throws Exception {
    provider().misbehave(RequestKind.AUTHORIZATION, misbehaviour);
    TestBrowser browser = new TestBrowser();

    Page page = plain().login(browser);

    assertFailed(page, browser, error);
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {
        "RESPONSE_WRONG_ISSUER",
        "RESPONSE_NO_ISSUER",
        "RESPONSE_NO_CODE",
        "RESPONSE_CODE_AND_ERROR"
      })
  void login_malformedResponse_isLoginInvalid(Misbehaviour misbehaviour) throws Exception {
    provider().misbehave(RequestKind.AUTHORIZATION, misbehaviour);

    CallbackContract.assertLoginInvalid(plain().login(new TestBrowser()));

    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"RESPONSE_WRONG_STATE", "RESPONSE_NO_STATE"})
  void login_responseWithAnotherState_isLoginUnknown(Misbehaviour misbehaviour) throws Exception {
    provider().misbehave(RequestKind.AUTHORIZATION, misbehaviour);

    CallbackContract.assertLoginUnknown(plain().login(new TestBrowser()));

    assertThat(provider().count(RequestKind.TOKEN_CODE)).isZero();
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {
        "ID_TOKEN_WRONG_NONCE",
        "ID_TOKEN_WRONG_SIGNATURE",
        "ID_TOKEN_ALG_NONE",
        "ID_TOKEN_ENCRYPTED_UNSIGNED"
      })
  @DisplayName("Lesson 36, 37: an ID token that is not signed and for this login is no login")
  void login_badIdToken_isLoginFailed(Misbehaviour misbehaviour) throws Exception {
    provider().misbehave(RequestKind.TOKEN_CODE, misbehaviour);
    TestBrowser browser = new TestBrowser();

    assertFailed(plain().login(browser), browser, "login_failed");
  }

  @Test
  @DisplayName("what only an operator can change is said as that")
  void login_answerContradictsTheConfiguration_isProviderMisconfigured() throws Exception {
    Site site = site(BY_USERINFO);
    provider().misbehave(RequestKind.USERINFO, Misbehaviour.INVALID_CLIENT);
    TestBrowser refused = new TestBrowser();
    assertFailed(site.login(refused), refused, "provider_misconfigured");

    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_HS256_CLIENT_SECRET);
    TestBrowser signed = new TestBrowser();
    assertFailed(plain().login(signed), signed, "provider_misconfigured");
  }

  @Test
  void login_tokenEndpointDown_isProviderUnavailable() throws Exception {
    provider().always(RequestKind.TOKEN_CODE, Misbehaviour.STATUS_503);
    TestBrowser browser = new TestBrowser();

    assertFailed(plain().login(browser), browser, "provider_unavailable");
  }

  @Test
  @DisplayName("Section 3: a silent login that fails says so")
  void login_promptNoneAndNobodySignedInThere_isLoginRequired() throws Exception {
    TestBrowser browser = new TestBrowser();

    Page page = plain().login(browser, "/Auth/BeginLogin?prompt=none", "alice");

    assertFailed(page, browser, "login_required");
  }

  @Test
  void login_failed_leavesAnExistingSessionAlone() throws Exception {
    TestBrowser browser = plain().signedIn();
    String token = plain().token(browser);
    provider().endSession(provider().sessions().get(provider().sessions().size() - 1).sid());

    Page silent = plain().login(browser, "/Auth/BeginLogin?prompt=none", "alice");
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);
    Page bad = plain().login(browser);
    provider().misbehave(RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_ACCESS_DENIED);
    Page denied = plain().login(browser);

    assertThat(silent.location()).contains(URI.create(plain().frontEnd + "?error=login_required"));
    assertThat(bad.location()).contains(URI.create(plain().frontEnd + "?error=login_failed"));
    assertThat(denied.location()).contains(URI.create(plain().frontEnd + "?error=access_denied"));
    assertThat(plain().retrieve(browser, token).status()).isEqualTo(200);
    assertThat(provider().count(RequestKind.REVOCATION)).isZero();
  }

  @Test
  void login_failedWithReturnUrl_errorIsAppendedToIt() throws Exception {
    provider().misbehave(RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_ACCESS_DENIED);

    Page page =
        plain()
            .login(
                new TestBrowser(),
                "/Auth/BeginLogin?returnUrl=%2Fdeep%3Fx%3D1%26error%3Dold%23part",
                "alice");

    assertThat(page.location())
        .contains(URI.create(plain().frontEnd + "deep?x=1&error=access_denied#part"));
  }

  @Test
  void login_afterAFailedOne_works() throws Exception {
    provider().misbehave(RequestKind.TOKEN_CODE, Misbehaviour.ID_TOKEN_WRONG_NONCE);
    TestBrowser browser = new TestBrowser();
    plain().login(browser);

    Page page = plain().login(browser);

    assertThat(page.location()).contains(URI.create(plain().frontEnd));
    assertThat(plain().isLoggedIn(browser)).isTrue();
  }

  private void assertFailed(Page page, TestBrowser browser, String error) throws Exception {
    assertThat(page.status()).isEqualTo(302);
    assertThat(page.location()).contains(URI.create(plain().frontEnd + "?error=" + error));
    assertThat(page.header("Referrer-Policy")).contains("no-referrer");
    assertThat(names(browser)).containsExactly("tms-csrf");
    assertThat(plain().isLoggedIn(browser)).isFalse();
  }
}
