package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.codeForm;
import static dev.tms.testkit.RelyingParty.requestWith;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tms.testkit.browser.Page;
import dev.tms.testkit.browser.TestBrowser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TokenEndpointTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private final TestProvider provider =
      TestProvider.builder().clock(clock).client(RelyingParty.client().build()).start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void redeem_codeTwice_isRefusedAndRevokes() {
    String code = app.code();
    Map<String, Object> tokens = app.redeem(code).json();

    assertError(app.redeem(code), 400, "invalid_grant");
    assertThat(provider.isRefreshTokenLive((String) tokens.get("refresh_token"))).isFalse();
    assertThat(provider.isAccessTokenLive((String) tokens.get("access_token"))).isFalse();
  }

  @Test
  void redeem_codeAtEndOfItsLife_isRefused() {
    String inTime = app.code();
    String late = app.code();

    clock.advance(Duration.ofSeconds(60).minusNanos(1));
    assertThat(app.redeem(inTime).status()).isEqualTo(200);
    clock.advance(Duration.ofNanos(1));
    assertError(app.redeem(late), 400, "invalid_grant");
  }

  @Test
  void redeem_wrongVerifierOrRedirectUri_isRefused() {
    for (String spoiled : List.of("code_verifier", "redirect_uri")) {
      Map<String, String> form = codeForm(app.code());
      form.put(spoiled, form.get(spoiled) + "x");
      assertError(app.token(form), 400, "invalid_grant");
      form.remove(spoiled);
      form.put("code", app.code());
      assertError(app.token(form), 400, "invalid_grant");
    }
  }

  @Test
  void redeem_verifierWithoutChallenge_isRefused() {
    provider.register(RelyingParty.client().requirePkce(false).build());
    String code =
        app.login(requestWith("code_challenge", "", "code_challenge_method", "")).get("code");

    assertError(app.redeem(code), 400, "invalid_grant");
  }

  @Test
  void redeem_codeOfOtherClient_isRefusedAndCodeStaysGood() {
    provider.register(TestClient.confidential("other", "secret").build());
    String code = app.code();

    Page stolen =
        new TestBrowser()
            .post(
                provider.tokenEndpoint(),
                codeForm(code),
                Map.of("Authorization", RelyingParty.basic("other", "secret")));

    assertError(stolen, 400, "invalid_grant");
    assertThat(app.redeem(code).status()).isEqualTo(200);
  }

  @Test
  void refresh_rotation_givesNewTokensWithoutNonce() throws Exception {
    Map<String, Object> first = app.tokens();
    clock.advance(Duration.ofMinutes(4));

    Map<String, Object> second = app.refresh(first.get("refresh_token")).json();

    assertThat(second.get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
    assertThat(second.get("access_token")).isNotEqualTo(first.get("access_token"));
    JWTClaimsSet claims = idToken(second);
    assertThat(claims.getClaim("nonce")).isNull();
    assertThat(claims.getClaim("auth_time")).isEqualTo(idToken(first).getClaim("auth_time"));
    assertThat(provider.liveRefreshTokens()).containsExactly((String) second.get("refresh_token"));
  }

  @Test
  void refresh_reused_killsTheFamily() {
    Object old = app.tokens().get("refresh_token");
    Map<String, Object> renewed = app.refresh(old).json();

    assertError(app.refresh(old), 400, "invalid_grant");
    assertError(app.refresh(renewed.get("refresh_token")), 400, "invalid_grant");
    assertThat(provider.liveRefreshTokens()).isEmpty();
    assertThat(provider.subjectOf((String) old)).contains("user-alice");
    assertThat(provider.subjectOf("unknown")).isEmpty();
    assertThat(provider.isAccessTokenLive((String) renewed.get("access_token"))).isFalse();
  }

  @Test
  void refresh_twiceAtOnce_oneWinsAndFamilyDies() {
    Object token = app.tokens().get("refresh_token");
    List<CompletableFuture<Page>> racing = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Hold hold = provider.hold(RequestKind.TOKEN_REFRESH)) {
      for (int i = 0; i < 2; i++) {
        racing.add(CompletableFuture.supplyAsync(() -> app.refresh(token), threads));
      }
      hold.awaitArrived(2);
    }

    assertThat(racing.stream().map(f -> f.join().status())).containsExactlyInAnyOrder(200, 400);
    assertThat(provider.liveRefreshTokens()).isEmpty();
    threads.shutdown();
  }

  @Test
  void refresh_withinReuseWindow_isForgiven() {
    provider.refreshReuseWindow(Duration.ofSeconds(10));
    Object old = app.tokens().get("refresh_token");
    app.refresh(old);

    clock.advance(Duration.ofSeconds(10).minusNanos(1));
    assertThat(app.refresh(old).status()).isEqualTo(200);
    clock.advance(Duration.ofNanos(1));
    assertError(app.refresh(old), 400, "invalid_grant");
  }

  @Test
  void refresh_withoutRotation_keepsTheToken() {
    provider.refreshRotation(false).idTokenOnRefresh(false);
    Object token = app.tokens().get("refresh_token");

    Map<String, Object> renewed = app.refresh(token).json();

    assertThat(renewed.get("refresh_token")).isEqualTo(token);
    assertThat(renewed).doesNotContainKey("id_token");
    assertThat(app.refresh(token).status()).isEqualTo(200);
  }

  @Test
  void refresh_expired_isRefused() {
    provider.refreshTokenLifetime(Duration.ofMinutes(10));
    Object token = app.tokens().get("refresh_token");

    clock.advance(Duration.ofMinutes(10));

    assertError(app.refresh(token), 400, "invalid_grant");
  }

  @Test
  void refresh_scope_mayShrinkOnlyAndMistakesCostNothing() {
    Object token = app.tokens().get("refresh_token");
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", String.valueOf(token));

    form.put("scope", "openid wsp");
    assertError(app.token(form), 400, "invalid_scope");
    form.put("scope", "openid");
    assertThat(app.token(form).json()).containsEntry("scope", "openid");
  }

  @Test
  void refresh_resource_becomesAudience() throws Exception {
    Map<String, Object> answer =
        app.token(
                Map.of(
                    "grant_type",
                    "refresh_token",
                    "refresh_token",
                    (String) app.tokens().get("refresh_token"),
                    "resource",
                    "https://api.example.test"))
            .json();

    SignedJWT jwt = SignedJWT.parse((String) answer.get("access_token"));
    assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly("https://api.example.test");
  }

  @Test
  void login_withoutOfflineAccess_hasNoRefreshTokenUnlessAlways() {
    Map<String, String> request = requestWith("scope", "openid");

    assertThat(app.redeem(app.login(request).get("code")).json())
        .doesNotContainKey("refresh_token");
    provider.alwaysRefreshToken(true);
    assertThat(app.redeem(app.login(request).get("code")).json()).containsKey("refresh_token");
  }

  @Test
  void login_withoutOpenid_hasNoIdToken() {
    Map<String, Object> answer =
        app.redeem(app.login(requestWith("scope", "profile")).get("code")).json();

    assertThat(answer).doesNotContainKey("id_token").containsEntry("scope", "profile");
  }

  @Test
  void accessToken_opaque_isNoJwtAndLivesAsLong() {
    provider.accessTokenFormat(AccessTokenFormat.OPAQUE).accessTokenLifetime(Duration.ofSeconds(8));

    Map<String, Object> answer = app.tokens();

    String token = (String) answer.get("access_token");
    assertThat(token).hasSize(43).doesNotContain(".");
    assertThat(answer).containsEntry("expires_in", 8L);
    assertThat(provider.isAccessTokenLive(token)).isTrue();
    clock.advance(Duration.ofSeconds(8));
    assertThat(provider.isAccessTokenLive(token)).isFalse();
  }

  @Test
  void clientCredentials_giveTokenForClientAlone() throws Exception {
    Map<String, Object> answer =
        app.token(
                Map.of(
                    "grant_type",
                    "client_credentials",
                    "scope",
                    "email",
                    "resource",
                    "https://api.example.test"))
            .json();

    JWTClaimsSet claims = SignedJWT.parse((String) answer.get("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("app");
    assertThat(claims.getAudience()).containsExactly("https://api.example.test");
    assertThat(answer)
        .containsEntry("scope", "email")
        .doesNotContainKeys("refresh_token", "id_token");
    assertThat(provider.count(RequestKind.TOKEN_CLIENT_CREDENTIALS)).isEqualTo(1);
    assertError(
        app.token(Map.of("grant_type", "client_credentials", "scope", "offline_access")),
        400,
        "invalid_scope");
  }

  @Test
  void token_otherGrants_areUnsupported() {
    assertError(
        app.token(Map.of("grant_type", "password", "username", "alice", "password", "alice")),
        400,
        "unsupported_grant_type");
    assertError(app.token(Map.of("grant_type", "urn:x")), 400, "unsupported_grant_type");
    assertError(app.token(Map.of("code", "x")), 400, "invalid_request");
  }

  @Test
  void token_wrongMethodOrType_isRefused() {
    Page get = app.browser.get(provider.tokenEndpoint());
    Page json =
        app.browser.send(
            "POST", provider.tokenEndpoint(), Map.of("Content-Type", "application/json"), "{}");

    assertThat(get.status()).isEqualTo(405);
    assertThat(get.header("Allow")).contains("POST");
    assertError(json, 400, "invalid_request");
  }

  @Test
  void keys_rotated_signWithNewOneAndPublishBoth() throws Exception {
    String before = idTokenKey(app.tokens());
    provider.rotateKeys();
    String after = idTokenKey(app.tokens());

    assertThat(after).isNotEqualTo(before);
    assertThat(publishedKeys()).containsExactly(after, before);
    provider.retireOldKeys();
    assertThat(publishedKeys()).containsExactly(after);
    assertThat(app.browser.get(provider.jwksUri()).body()).doesNotContain("\"d\":");
  }

  private List<String> publishedKeys() {
    Object keys = app.browser.get(provider.jwksUri()).json().get("keys");
    return Stream.of(((List<?>) keys).toArray())
        .map(key -> String.valueOf(((Map<?, ?>) key).get("kid")))
        .toList();
  }

  private static String idTokenKey(Map<String, Object> answer) throws Exception {
    return SignedJWT.parse((String) answer.get("id_token")).getHeader().getKeyID();
  }

  private static JWTClaimsSet idToken(Map<String, Object> answer) throws Exception {
    return SignedJWT.parse((String) answer.get("id_token")).getJWTClaimsSet();
  }

  static void assertError(Page page, int status, String error) {
    assertThat(page.json()).containsEntry("error", error);
    assertThat(page.status()).isEqualTo(status);
    assertThat(page.header("Cache-Control")).contains("no-store");
  }
}
