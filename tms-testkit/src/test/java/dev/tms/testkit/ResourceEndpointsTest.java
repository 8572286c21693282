package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.requestWith;
import static dev.tms.testkit.TokenEndpointTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.browser.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Userinfo, the protected resource, revocation and introspection. */
final class ResourceEndpointsTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private final TestProvider provider =
      TestProvider.builder()
          .clock(clock)
          .client(RelyingParty.client().build())
          .client(TestClient.publicClient("spa").build())
          .client(
              TestClient.confidential("other", "secret").authMethod(ClientAuthMethod.POST).build())
          .start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void userInfo_liveToken_givesClaimsOfItsScopes() {
    assertThat(userInfo(app.tokens().get("access_token")).json())
        .containsEntry("sub", "user-alice")
        .containsEntry("name", "Alice Example")
        .containsEntry("email", "alice@example.test");
    Object narrow =
        app.redeem(app.login(requestWith("scope", "openid")).get("code"))
            .json()
            .get("access_token");
    assertThat(userInfo(narrow).json()).containsOnlyKeys("sub");
  }

  @Test
  void userInfo_withoutOpenid_isForbidden() {
    Object token =
        app.redeem(app.login(requestWith("scope", "email")).get("code")).json().get("access_token");

    assertThat(userInfo(token).status()).isEqualTo(403);
  }

  @Test
  void userInfo_deadOrMissingToken_isUnauthorized() {
    Object token = app.tokens().get("access_token");
    clock.advance(Duration.ofMinutes(5).minusNanos(1));
    assertThat(userInfo(token).status()).isEqualTo(200);
    clock.advance(Duration.ofNanos(1));

    Page expired = userInfo(token);
    assertThat(expired.status()).isEqualTo(401);
    assertThat(expired.header("WWW-Authenticate").orElseThrow()).contains("invalid_token");
    Page missing = app.browser.get(provider.userInfoEndpoint());
    assertThat(missing.status()).isEqualTo(401);
    assertThat(missing.header("WWW-Authenticate").orElseThrow())
        .startsWith("Bearer")
        .doesNotContain("error");
  }

  @Test
  void api_takesLiveTokensFromAnyPage() {
    Object token = app.tokens().get("access_token");

    Page answer = app.withBearer(provider.apiUri(), token);
    assertThat(answer.json())
        .containsEntry("sub", "user-alice")
        .containsEntry("client_id", "app")
        .containsEntry("expires_in", 300L);
    assertThat(answer.header("Access-Control-Allow-Origin")).contains("*");
    assertThat(app.browser.send("OPTIONS", provider.apiUri(), Map.of(), null).status())
        .isEqualTo(204);
    assertThat(app.withBearer(provider.apiUri(), "forged").status()).isEqualTo(401);
    assertThat(provider.count(RequestKind.API)).isEqualTo(3);
  }

  @Test
  void revoke_refreshToken_killsTheFamily() {
    Map<String, Object> tokens = app.tokens();

    Page answer = revoke(tokens.get("refresh_token"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(provider.isRefreshTokenLive((String) tokens.get("refresh_token"))).isFalse();
    assertThat(userInfo(tokens.get("access_token")).status()).isEqualTo(401);
  }

  @Test
  void revoke_accessToken_leavesTheRefreshToken() {
    Map<String, Object> tokens = app.tokens();

    revoke(tokens.get("access_token"));

    assertThat(provider.isAccessTokenLive((String) tokens.get("access_token"))).isFalse();
    assertThat(provider.isRefreshTokenLive((String) tokens.get("refresh_token"))).isTrue();
  }

  @Test
  void revoke_unknownToken_isFineAndForeignOneRefused() {
    Object token = app.tokens().get("refresh_token");
    Map<String, String> foreign =
        Map.of("token", (String) token, "client_id", "other", "client_secret", "secret");

    assertThat(revoke("never-issued").status()).isEqualTo(200);
    assertError(app.unauthenticated(provider.revocationEndpoint(), foreign), 400, "invalid_grant");
    assertThat(provider.isRefreshTokenLive((String) token)).isTrue();
    assertError(
        app.unauthenticated(provider.revocationEndpoint(), Map.of("token", (String) token)),
        401,
        "invalid_client");
    assertError(app.post(provider.revocationEndpoint(), Map.of()), 400, "invalid_request");
  }

  @Test
  void introspect_describesLiveTokensOnly() {
    Map<String, Object> tokens = app.tokens();

    assertThat(introspect(tokens.get("access_token")))
        .containsEntry("active", true)
        .containsEntry("username", "alice")
        .containsEntry("client_id", "app")
        .containsEntry("exp", clock.instant().plusSeconds(300).getEpochSecond());
    assertThat(introspect(tokens.get("refresh_token"))).containsEntry("active", true);
    provider.revoke((String) tokens.get("refresh_token"));
    assertThat(introspect(tokens.get("access_token"))).containsOnly(Map.entry("active", false));
  }

  @Test
  void introspect_publicClient_isRefused() {
    assertError(
        app.unauthenticated(
            provider.introspectionEndpoint(), Map.of("token", "x", "client_id", "spa")),
        401,
        "invalid_client");
  }

  private Page userInfo(Object token) {
    return app.withBearer(provider.userInfoEndpoint(), token);
  }

  private Page revoke(Object token) {
    return app.post(provider.revocationEndpoint(), Map.of("token", String.valueOf(token)));
  }

  private Map<String, Object> introspect(Object token) {
    return app.post(provider.introspectionEndpoint(), Map.of("token", String.valueOf(token)))
        .json();
  }
}
