package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.CALLBACK;
import static dev.tms.testkit.RelyingParty.SIGNED_OUT;
import static dev.tms.testkit.RelyingParty.request;
import static dev.tms.testkit.RelyingParty.requestWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.browser.HtmlForm;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import dev.tms.testkit.http.Forms;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EndSessionTest {
  private final TestProvider provider =
      TestProvider.builder()
          .alwaysRefreshToken(true)
          .client(RelyingParty.client().build())
          .client(TestClient.publicClient("other").build())
          .start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void endSession_withHint_endsSessionAndReturnsWithState() {
    Map<String, Object> online =
        app.redeem(app.login(requestWith("scope", "openid")).get("code")).json();
    Map<String, Object> offline = app.tokens();

    Page page =
        logout(
            app.browser,
            Map.of(
                "id_token_hint",
                (String) online.get("id_token"),
                "client_id",
                "app",
                "post_logout_redirect_uri",
                SIGNED_OUT,
                "state",
                "the state"));

    assertThat(page.location().orElseThrow().toString()).isEqualTo(SIGNED_OUT + "?state=the+state");
    assertThat(provider.sessions()).isEmpty();
    assertThat(app.browser.cookies().all()).isEmpty();
    assertThat(provider.isRefreshTokenLive((String) online.get("refresh_token"))).isFalse();
    assertThat(provider.isAccessTokenLive((String) online.get("access_token"))).isFalse();
    assertThat(provider.isRefreshTokenLive((String) offline.get("refresh_token"))).isTrue();
    assertThat(app.authorize(request()).loginForm()).isPresent();
  }

  @Test
  void endSession_codeNotYetRedeemed_isDead() {
    Map<String, Object> tokens = app.tokens();
    String code = app.login(requestWith("scope", "openid")).get("code");

    logout(app.browser, Map.of("id_token_hint", (String) tokens.get("id_token")));

    assertThat(app.redeem(code).json()).containsEntry("error", "invalid_grant");
  }

  @Test
  void endSession_nothingProves_asksFirst() {
    app.tokens();

    Page page =
        logout(app.browser, Map.of("client_id", "app", "post_logout_redirect_uri", SIGNED_OUT));
    assertThat(page.status()).isEqualTo(200);
    assertThat(provider.sessions()).hasSize(1);

    HtmlForm form = page.forms().get(0);
    app.browser.submit(page, form.with("confirmation", "guessed"));
    assertThat(provider.sessions()).hasSize(1);
    Page confirmed = app.browser.submit(page, form);
    assertThat(confirmed.status()).isEqualTo(303);
    assertThat(confirmed.location().orElseThrow().toString()).isEqualTo(SIGNED_OUT);
    assertThat(provider.sessions()).isEmpty();
  }

  @Test
  void endSession_hintOfOtherBrowsersSession_asksFirst() {
    String hint = (String) app.tokens().get("id_token");
    TestBrowser bobs = new TestBrowser();
    bobs.login(app.authorizeUri(request()), "bob", "bob", CALLBACK);

    Page page = logout(bobs, Map.of("id_token_hint", hint));

    assertThat(page.forms()).hasSize(1);
    assertThat(provider.sessions()).hasSize(2);
  }

  @Test
  void endSession_hintFromBrowserWithoutCookies_endsTheHintedSession() {
    String hint = (String) app.tokens().get("id_token");

    Page page = logout(new TestBrowser(), Map.of("id_token_hint", hint));

    assertThat(page.body()).contains("Signed out");
    assertThat(provider.sessions()).isEmpty();
  }

  @Test
  void endSession_unregisteredReturn_goesNowhere() {
    String hint = (String) app.tokens().get("id_token");

    for (String uri : new String[] {SIGNED_OUT + "/", "https://evil.example/"}) {
      Page page =
          logout(app.browser, Map.of("id_token_hint", hint, "post_logout_redirect_uri", uri));
      assertThat(page.status()).isEqualTo(400);
    }
    assertThat(logout(app.browser, Map.of("post_logout_redirect_uri", SIGNED_OUT)).status())
        .isEqualTo(400);
    assertThat(provider.sessions()).hasSize(1);
  }

  @Test
  void endSession_forgedOrForeignHint_isRefused() {
    String hint = (String) app.tokens().get("id_token");

    assertThat(logout(app.browser, Map.of("id_token_hint", hint + "x")).status()).isEqualTo(400);
    assertThat(logout(app.browser, Map.of("id_token_hint", "x.y.z")).status()).isEqualTo(400);
    assertThat(logout(app.browser, Map.of("id_token_hint", hint, "client_id", "other")).status())
        .isEqualTo(400);
    assertThat(provider.sessions()).hasSize(1);
  }

  @Test
  void endSession_byProgram_killsWhatDependsOnIt() {
    Object token =
        app.redeem(app.login(requestWith("scope", "openid")).get("code"))
            .json()
            .get("refresh_token");

    provider.endSession(provider.sessions().get(0).sid());

    assertThat(app.refresh(token).json()).containsEntry("error", "invalid_grant");
    assertThat(app.authorize(requestWith("prompt", "none")).location().orElseThrow().toString())
        .contains("login_required");
  }

  private Page logout(TestBrowser browser, Map<String, String> parameters) {
    return browser.get(provider.endSessionEndpoint() + "?" + Forms.encode(parameters));
  }
}
