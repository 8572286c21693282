package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.requestWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tms.testkit.browser.Page;
import dev.tms.testkit.http.Forms;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a provider with the profile of another one does differently. */
final class ProviderProfileTest {
  @Test
  void centrify_codeFlow_givesNoIdTokenAndARefreshTokenThatLasts() {
    try (TestProvider provider = start(ProviderProfile.centrify("MyApp"), "all")) {
      RelyingParty app = new RelyingParty(provider);

      Map<String, Object> tokens = app.redeem(app.login(plain()).get("code")).json();
      Map<String, Object> renewed = app.refresh(tokens.get("refresh_token")).json();

      assertThat(tokens)
          .containsKeys("access_token", "refresh_token")
          .containsEntry("token_type", "Bearer")
          .doesNotContainKey("id_token");
      assertThat(renewed).containsKey("access_token").doesNotContainKey("id_token");
      assertThat(app.refresh(tokens.get("refresh_token")).status()).isEqualTo(200);
    }
  }

  @Test
  void centrify_addresses_endWithTheApplication() {
    try (TestProvider provider = start(ProviderProfile.centrify("MyApp"), "all")) {
      assertThat(provider.authorizationEndpoint()).hasPath("/oauth2/authorize/MyApp");
      assertThat(provider.tokenEndpoint()).hasPath("/oauth2/token/MyApp");
      assertThat(provider.introspectionEndpoint()).hasPath("/oauth2/introspect/MyApp");
      assertThatIllegalStateException().isThrownBy(provider::discoveryUri);
      Page discovery =
          new RelyingParty(provider)
              .browser.get(provider.issuer() + "/.well-known/openid-configuration");
      assertThat(discovery.status()).isEqualTo(404);
    }
  }

  @Test
  void centrify_opaqueToken_isDescribedByIntrospection() {
    try (TestProvider provider = start(ProviderProfile.centrify("MyApp"), "all")) {
      provider.accessTokenFormat(AccessTokenFormat.OPAQUE);
      RelyingParty app = new RelyingParty(provider);

      Object token = app.redeem(app.login(plain()).get("code")).json().get("access_token");
      Page answer =
          app.post(provider.introspectionEndpoint(), Map.of("token", String.valueOf(token)));

      assertThat(String.valueOf(token)).doesNotContain(".");
      assertThat(answer.json())
          .containsEntry("active", true)
          .containsEntry("sub", "user-alice")
          .containsEntry("scope", "all");
    }
  }

  @Test
  void centrify_authModeOff_saysSoInItsWords() {
    try (TestProvider provider = start(ProviderProfile.centrify("MyApp"), "all")) {
      provider.misbehave(RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_AUTH_MODE_NOT_ALLOWED);

      assertThat(new RelyingParty(provider).login(plain()))
          .containsEntry("error", "invalid_request")
          .containsEntry("error_description", "auth mode not allowed");
    }
  }

  @Test
  void centrify_idWithSpaces_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ProviderProfile.centrify("my app"));
  }

  @Test
  void google_offlineAccess_isAParameterNotAScope() {
    try (TestProvider provider = start(ProviderProfile.google(), "openid", "offline_access")) {
      RelyingParty app = new RelyingParty(provider);

      Page refused = app.authorize(requestWith("scope", "openid offline_access"));
      Map<String, Object> without =
          app.redeem(app.login(requestWith("scope", "openid")).get("code")).json();
      Map<String, Object> with =
          app.redeem(
                  RelyingParty.response(
                          app.authorize(
                              requestWith(
                                  "scope",
                                  "openid",
                                  "access_type",
                                  "offline",
                                  "prompt",
                                  "consent")))
                      .get("code"))
              .json();

      assertThat(RelyingParty.response(refused)).containsEntry("error", "invalid_scope");
      assertThat(without).doesNotContainKey("refresh_token");
      assertThat(with).containsKey("refresh_token");
      assertThat(app.browser.get(provider.discoveryUri()).json())
          .doesNotContainKey("end_session_endpoint");
    }
  }

  @Test
  void cognito_signOut_takesClientAndAddress() {
    try (TestProvider provider = start(ProviderProfile.cognito(), "openid")) {
      RelyingParty app = new RelyingParty(provider);
      Object refresh =
          app.redeem(app.login(requestWith("scope", "openid")).get("code"))
              .json()
              .get("refresh_token");

      Page left = app.browser.get(signOut(provider, "logout_uri", RelyingParty.SIGNED_OUT));
      Page foreign = app.browser.get(signOut(provider, "logout_uri", "http://evil.test/"));

      assertThat(left.location().orElseThrow()).hasToString(RelyingParty.SIGNED_OUT);
      assertThat(foreign.status()).isEqualTo(400);
      assertThat(provider.sessions()).isEmpty();
      assertThat(provider.isRefreshTokenLive(String.valueOf(refresh))).isTrue();
      assertThat(app.browser.get(provider.discoveryUri()).json())
          .doesNotContainKey("end_session_endpoint");
    }
  }

  @Test
  void auth0_signOut_takesReturnTo() {
    try (TestProvider provider = start(ProviderProfile.auth0(), "openid")) {
      RelyingParty app = new RelyingParty(provider);
      app.login(requestWith("scope", "openid"));

      Page left = app.browser.get(signOut(provider, "returnTo", RelyingParty.SIGNED_OUT));

      assertThat(provider.endSessionEndpoint()).hasPath("/v2/logout");
      assertThat(left.location().orElseThrow()).hasToString(RelyingParty.SIGNED_OUT);
      assertThat(provider.sessions()).isEmpty();
    }
  }

  private static String signOut(TestProvider provider, String parameter, String returnTo) {
    return provider.endSessionEndpoint()
        + "?"
        + Forms.encode(Map.of("client_id", "app", parameter, returnTo));
  }

  private static Map<String, String> plain() {
    return requestWith("scope", "all", "nonce", "");
  }

  private static TestProvider start(ProviderProfile profile, String... scopes) {
    return TestProvider.builder()
        .profile(profile)
        .client(RelyingParty.client().scopes(scopes).build())
        .start();
  }
}
