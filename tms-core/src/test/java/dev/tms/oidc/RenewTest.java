package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.contract.CapturedLog;
import dev.tms.event.TmsEvent;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.outbound.Sender.SendFailure.Kind;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refreshes: rule 8 is that nothing discards what the provider has answered. */
class RenewTest {
  private final ProviderRig provider = new ProviderRig();
  private User login;
  private TokenSet current;

  @BeforeEach
  void logIn() {
    RedeemOutcome.Redeemed redeemed = provider.loggedIn();
    login = redeemed.user();
    current = redeemed.tokens();
    provider.tokens.put("access_token", "at-2");
    provider.tokens.put("refresh_token", "rt-2");
    provider.with("at_hash", ProviderRig.atHash("at-2"));
    provider.rig.clock.advance(Duration.ofMinutes(4));
    long now = provider.rig.clock.instant().getEpochSecond();
    provider.with("iat", now).with("exp", now + 300);
  }

  @Test
  void renew_resourcesOfTheClient_areSentUnlessAnotherIsAskedFor() {
    ProviderRig own = new ProviderRig();
    own.settings = Rig.settings().withResources("https://a.example/", "urn:b");
    RedeemOutcome.Redeemed in = own.loggedIn();

    own.client().renew(Secret.of("rt-1"), in.tokens(), in.user(), null);
    assertThat(form(own)).contains("resource=https%3A%2F%2Fa.example%2F", "resource=urn%3Ab");
    own.client().renew(Secret.of("rt-1"), in.tokens(), in.user(), "urn:c");
    assertThat(form(own)).contains("resource=urn%3Ac").doesNotContain("resource=urn%3Ab");
  }

  private static List<String> form(ProviderRig own) {
    byte[] body = own.rig.sender.last("/token").body();
    return List.of(new String(body, java.nio.charset.StandardCharsets.UTF_8).split("&"));
  }

  private RenewOutcome renew() {
    return provider.client().renew(Secret.of("rt-1"), current, login, null);
  }

  private TokenSet renewed() {
    RenewOutcome outcome = renew();
    assertThat(outcome).isInstanceOf(RenewOutcome.Renewed.class);
    return ((RenewOutcome.Renewed) outcome).tokens();
  }

  private TokenSet renewedWithIdToken() {
    Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
    claims.values().removeIf(value -> value.equals("absent"));
    provider.answerTokens(claims);
    return renewed();
  }

  private RenewOutcome.IdentityChanged changed(String claim, Object value) {
    Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
    claims.put(claim, value);
    claims.values().removeIf(each -> each.equals("absent"));
    provider.answerTokens(claims);
    RenewOutcome outcome = renew();
    assertThat(outcome).isInstanceOf(RenewOutcome.IdentityChanged.class);
    RenewOutcome.IdentityChanged changed = (RenewOutcome.IdentityChanged) outcome;
    assertThat(changed.reason()).contains(claim);
    return changed;
  }

  private static String access(TokenSet tokens) {
    return Objects.requireNonNull(tokens.accessToken()).reveal();
  }

  @Test
  @DisplayName("Lessons section 2, no. 18: a refreshed ID token takes the place of the old one")
  void renew_newTokens_takeThePlaceOfTheOld() {
    TokenSet tokens = renewedWithIdToken();

    assertThat(access(tokens)).isEqualTo("at-2");
    assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-2"));
    assertThat(tokens.idToken()).isNotEqualTo(current.idToken());
  }

  @Test
  @DisplayName("RFC 6749 6: without a new refresh token the old one stays")
  void renew_noNewRefreshToken_keepsTheOld() {
    provider.tokens.remove("refresh_token");
    current =
        new TokenSet(
            current.accessTokens(),
            Secret.of("rt-1"),
            provider.rig.clock.instant().plusSeconds(900),
            current.idToken());

    TokenSet tokens = renewedWithIdToken();

    assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-1"));
    assertThat(tokens.refreshExpiresAt()).isEqualTo(current.refreshExpiresAt());
  }

  @Test
  void renew_newRefreshTokenWithoutExpiry_forgetsTheOldOnes() {
    current =
        new TokenSet(
            current.accessTokens(),
            Secret.of("rt-1"),
            provider.rig.clock.instant().plusSeconds(900),
            current.idToken());

    assertThat(renewedWithIdToken().refreshExpiresAt()).isNull();
  }

  @Test
  void renew_noIdToken_keepsTheOld() {
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

    assertThat(renewed().idToken()).isEqualTo(current.idToken());
  }

  @Test
  @DisplayName("Lesson 35: a refresh without scope means what was granted at most")
  void renew_noScope_isWhatWasGranted() {
    provider.tokens.remove("scope");
    AccessToken old = Objects.requireNonNull(current.accessToken());
    current =
        new TokenSet(
            Map.of(
                "",
                new AccessToken(old.value(), old.issuedAt(), old.expiresAt(), Scopes.of("openid"))),
            current.refreshToken(),
            null,
            current.idToken());

    assertThat(Objects.requireNonNull(renewedWithIdToken().accessToken()).scopes())
        .isEqualTo(Scopes.of("openid"));
  }

  @Test
  void renew_sessionThatKeepsNoIdToken_isNotGivenOne() {
    current = current.withoutIdToken();

    assertThat(renewedWithIdToken().idToken()).isNull();
  }

  @Test
  void renew_resource_addsToTheOthers() {
    provider.tokens.put("access_token", "at-api");
    provider.without("at_hash");
    provider.answerTokens(provider.claims);

    TokenSet tokens =
        ((RenewOutcome.Renewed)
                provider.client().renew(Secret.of("rt-1"), current, login, "https://api.example/"))
            .tokens();

    assertThat(access(tokens)).isEqualTo("at-1");
    assertThat(Objects.requireNonNull(tokens.accessTokens().get("https://api.example/")).reveal())
        .isEqualTo("at-api");
    assertThat(new String(provider.rig.sender.last("/token").body(), StandardCharsets.UTF_8))
        .contains("resource=https%3A%2F%2Fapi.example%2F");
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "https://api.example/#f", "not a uri"})
  void renew_resourceThatIsNone_isAnError(String resource) {
    assertThatThrownBy(() -> provider.client().renew(Secret.of("rt-1"), current, login, resource))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(provider.rig.sender.count("/token")).isEqualTo(1);
  }

  @Nested
  class IdTokenThatCannotBeTrusted {
    private void assertTokensKeptAndOldIdToken(TokenSet tokens) {
      assertThat(access(tokens)).isEqualTo("at-2");
      assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-2"));
      assertThat(tokens.idToken()).isEqualTo(current.idToken());
    }

    @Test
    void keysUnreachable_keepsTokensAndOldIdToken() {
      provider.rig.clock.advance(Duration.ofHours(2));
      provider.rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
      long now = provider.rig.clock.instant().getEpochSecond();
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("iat", now);
      claims.put("exp", now + 300);
      provider.answerTokens(Rig.jwt(Rig.OTHER_KEY, claims));

      assertTokensKeptAndOldIdToken(renewed());
      assertThat(provider.rig.sender.last("/jwks").timeout())
          .isLessThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName("Lesson 26: a refreshed ID token is verified, and a forged one never taken")
    void foreignSignature_keepsTokensAndOldIdToken() {
      provider.answerTokens(Rig.jwt(Rig.OTHER_KEY, provider.claims));

      assertTokensKeptAndOldIdToken(renewed());
    }

    @Test
    @DisplayName("Lesson 36: a refreshed ID token with alg none is never taken")
    void algNone_keepsTokensAndOldIdToken() throws Exception {
      provider.answerTokens(new PlainJWT(JWTClaimsSet.parse(provider.claims)).serialize());

      assertTokensKeptAndOldIdToken(renewed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"not-a-jwt", "a.b.c", "a.b.c.d.e", "..", "%%%.%%%.%%%"})
    void noJwt_keepsTokensAndOldIdToken(String idToken) {
      provider.answerTokens(idToken);

      assertTokensKeptAndOldIdToken(renewed());
    }

    static Stream<Arguments> namesNone_keepsTokensAndOldIdToken() {
      return Stream.of("iss", "sub", "aud", "azp")
          .flatMap(claim -> Stream.of("absent", "", true).map(value -> arguments(claim, value)))
          .filter(each -> !each.get()[0].equals("azp") || each.get()[1].equals(true));
    }

    @ParameterizedTest
    @MethodSource
    @DisplayName("an ID token that names no user, issuer or client names no other one")
    void namesNone_keepsTokensAndOldIdToken(String claim, Object value) {
      provider.with(claim, value);

      assertTokensKeptAndOldIdToken(renewedWithIdToken());
    }

    @ParameterizedTest
    @CsvSource({"exp,1", "iat,1", "at_hash,1", "nbf,99999999999"})
    void otherFault_keepsTokensAndOldIdToken(String claim, long value) {
      provider.with(claim, value);

      assertTokensKeptAndOldIdToken(renewedWithIdToken());
    }
  }

  @Nested
  @DisplayName("Core 12.2: an ID token of another user or for another client ends the session")
  class Contradictions {
    @Test
    void issuer() {
      changed("iss", "https://evil.example");
    }

    @Test
    void subject_handsBackTheNewestRefreshToken() {
      assertThat(changed("sub", "bob").newestRefreshToken()).isEqualTo(Secret.of("rt-2"));
    }

    @Test
    void subject_withoutNewRefreshToken_handsBackTheOld() {
      provider.tokens.remove("refresh_token");

      assertThat(changed("sub", "bob").newestRefreshToken()).isEqualTo(Secret.of("rt-1"));
    }

    @Test
    void audience() {
      changed("aud", "other");
      changed("aud", List.of("other"));
    }

    @Test
    void authorizedParty() {
      changed("azp", "other");
    }

    @ParameterizedTest
    @CsvSource({"sub,43", "azp,43"})
    void identifierOfDigits(String claim, int other) {
      changed(claim, other);
    }

    @Test
    @DisplayName(
        "another user's tokens are not handed out because their ID token cannot be verified")
    void subject_evenWhereTheSignatureIsWrong() {
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("sub", "bob");
      provider.answerTokens(Rig.jwt(Rig.OTHER_KEY, claims));

      assertThat(renew()).isInstanceOf(RenewOutcome.IdentityChanged.class);
    }
  }

  @Nested
  @DisplayName("An ID token that errs, and names the same user and client, ends no session")
  class Deviations {
    private void assertNotTakenOver(String claim, Object value) {
      Object before = provider.claims.get(claim);
      provider.with(claim, value);
      TokenSet tokens = renewedWithIdToken();
      provider.with(claim, before == null ? "absent" : before);

      assertThat(access(tokens)).isEqualTo("at-2");
      assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-2"));
      assertThat(tokens.idToken()).isEqualTo(current.idToken());
      assertThat(provider.rig.events.get(provider.rig.events.size() - 1))
          .isInstanceOfSatisfying(
              TmsEvent.IdTokenNotTakenOver.class, e -> assertThat(e.reason()).contains(claim));
    }

    private void assertTakenOver(String claim, Object value) {
      provider.with(claim, value);

      assertThat(renewedWithIdToken().idToken()).isNotEqualTo(current.idToken());
    }

    @Test
    @DisplayName("Keycloak moves auth_time when another client asks for a fresh login")
    void authTime_movedOrOdd_isNotTakenOver() {
      assertNotTakenOver("auth_time", 1);
      assertNotTakenOver("auth_time", "yesterday");
      assertNotTakenOver("auth_time", List.of());
      assertNotTakenOver("auth_time", 1_790_000_000_000L);
      assertTakenOver("auth_time", "absent");
    }

    @Test
    void authTime_asOddAsAtLogin_isTakenOver() {
      provider.with("auth_time", 1_790_000_000_000L);
      login =
          new User(
              login.issuer(), login.subject(), null, login.loginAt(), null, null, login.claims());
      Map<String, Object> first = new LinkedHashMap<>(provider.claims);
      first.put("nonce", Objects.requireNonNull(login.claims().string("nonce").orElse(null)));
      current =
          new TokenSet(
              current.accessTokens(),
              current.refreshToken(),
              null,
              Secret.of(Rig.jwt(Rig.KEY, first)));

      assertTakenOver("sid", "sid-2");
    }

    @Test
    void nonce_ownOrEmpty_isNotTakenOver() {
      assertNotTakenOver("nonce", "other");
      assertNotTakenOver("nonce", "");
      assertNotTakenOver("nonce", 7);
      assertTakenOver("nonce", Objects.requireNonNull(login.claims().string("nonce").orElse(null)));
    }

    @Test
    void nonce_whereTheSessionDoesNotKnowIt_isNoFault() {
      current = current.withoutIdToken();
      login =
          new User(
              login.issuer(),
              login.subject(),
              login.providerSession(),
              login.loginAt(),
              login.authenticatedAt(),
              login.acr(),
              Claims.of("sub", "alice"));
      provider.with("nonce", "whatever");

      assertThat(access(renewedWithIdToken())).isEqualTo("at-2");
      assertThat(provider.rig.events).noneMatch(TmsEvent.IdTokenNotTakenOver.class::isInstance);
    }

    @Test
    void audience_grown_isNotTakenOver() {
      provider.with("azp", "shop");
      assertNotTakenOver("aud", List.of("shop", "api"));
      assertTakenOver("aud", List.of("shop"));
    }

    @Test
    void audience_grownWithoutAzp_isNotTakenOver() {
      assertNotTakenOver("aud", List.of("shop", "api"));
    }

    @Test
    void audience_shrunk_isNotTakenOver() {
      provider.with("azp", "shop").with("aud", List.of("shop", "api"));
      Map<String, Object> first = new LinkedHashMap<>(provider.claims);
      first.put("nonce", Objects.requireNonNull(login.claims().string("nonce").orElse(null)));
      current =
          new TokenSet(
              current.accessTokens(),
              current.refreshToken(),
              null,
              Secret.of(Rig.jwt(Rig.KEY, first)));

      assertNotTakenOver("aud", "shop");
      assertTakenOver("aud", List.of("api", "shop"));
    }

    @Test
    void anyFault_isCountedEachTimeAndLoggedOnce() {
      try (CapturedLog log = new CapturedLog(Renewal.class)) {
        assertNotTakenOver("nonce", "other");
        assertNotTakenOver("nonce", "another");
        assertNotTakenOver("auth_time", 1);

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).contains("nonce").doesNotContain("other");
        assertThat(log.lines().get(1)).contains("auth_time");
      }
      assertThat(
              provider.rig.events.stream().filter(TmsEvent.IdTokenNotTakenOver.class::isInstance))
          .hasSize(3);
    }

    @Test
    void keysUnreachable_isNotCounted() {
      provider.rig.clock.advance(Duration.ofHours(2));
      provider.rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
      provider.answerTokens(Rig.jwt(Rig.OTHER_KEY, provider.claims));

      assertThat(renewed().idToken()).isEqualTo(current.idToken());
      assertThat(provider.rig.events).noneMatch(TmsEvent.IdTokenNotTakenOver.class::isInstance);
    }
  }

  @Test
  void renew_noUsableAccessToken_stillKeepsTheNewRefreshToken() {
    provider.tokens.put("token_type", "mac");
    provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

    TokenSet tokens = renewed();

    assertThat(access(tokens)).isEqualTo("at-1");
    assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-2"));
    assertThat(tokens.idToken()).isEqualTo(current.idToken());
  }

  @Test
  void renew_emptyObject_isUnavailableAndNotComplete() {
    provider.rig.sender.on("/token", FakeSender.json(200, Map.of()));

    assertThat(renew())
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u -> assertThat(u.trouble().kind()).isEqualTo(ProviderTrouble.Kind.UNANSWERED));
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_grant",
    "400,INVALID_GRANT",
    "400,interaction_required",
    "401,invalid_token",
    "200,bad_refresh_token"
  })
  @DisplayName("Lessons section 3, no. 3: only a word about the grant speaks of the refresh token")
  void renew_grantIsOver_isRejected(int status, String error) {
    provider.rig.sender.on("/token", FakeSender.json(status, Map.of("error", error)));

    assertThat(renew()).isEqualTo(new RenewOutcome.Rejected(error.toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_client,false",
    "400,invalid_request,true",
    "400,unauthorized_client,false",
    "400,unsupported_grant_type,false",
    "400,invalid_scope,false",
    "400,temporarily_unavailable,false",
    "429,invalid_grant,false",
    "500,invalid_grant,false",
    "401,whatever,false",
    "200,whatever,true",
    "400,'invalid_grant ',true"
  })
  void renew_anyOtherError_keepsTheSession(int status, String error, boolean isUnclear) {
    provider.rig.sender.on("/token", FakeSender.json(status, Map.of("error", error)));

    assertThat(renew())
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u ->
                assertThat(u.trouble().kind())
                    .isEqualTo(
                        isUnclear ? ProviderTrouble.Kind.UNCLEAR : ProviderTrouble.Kind.NOT_DONE));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void renew_noAnswer_isUnavailable(Kind kind) {
    provider.rig.sender.on("/token", FakeSender.failure(kind));

    assertThat(renew())
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u ->
                assertThat(u.trouble().kind())
                    .isEqualTo(
                        switch (kind) {
                          case NOT_CONNECTED -> ProviderTrouble.Kind.NOT_CONNECTED;
                          case BUSY -> ProviderTrouble.Kind.NOT_SENT;
                          default -> ProviderTrouble.Kind.UNANSWERED;
                        }));
  }

  @Test
  void renew_metadataUnreachable_neverSent() {
    ProviderRig other = new ProviderRig();
    other.rig.sender.on(Rig.DISCOVERY, FakeSender.failure(Kind.TIMED_OUT));

    assertThat(other.client().renew(Secret.of("rt-1"), current, login, null))
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u -> assertThat(u.trouble().kind()).isEqualTo(ProviderTrouble.Kind.NOT_SENT));
  }

  @Test
  void renew_outcomes_showNothingSecret() {
    Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
    provider.answerTokens(claims);

    assertThat(renew().toString()).doesNotContain("at-2", "rt-2");
  }

  @Nested
  class Ending {
    @Test
    void revoke_confirmed_isTrue() {
      provider.rig.sender.on("/revoke", FakeSender.text(200, "text/plain", ""));

      assertThat(provider.client().revoke(Secret.of("rt-1"))).isTrue();
      assertThat(provider.rig.sender.last("/revoke").timeout())
          .isLessThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName(
        "Lessons section 3, no. 7: a provider without revocation does not break the logout")
    void revoke_noEndpointOrTrouble_isFalse() {
      provider.rig.sender.on("/revoke", FakeSender.failure(Kind.TIMED_OUT));
      assertThat(provider.client().revoke(Secret.of("rt-1"))).isFalse();

      ProviderRig without = new ProviderRig();
      without.rig.discovery("revocation_endpoint", null);
      assertThat(without.client().revoke(Secret.of("rt-1"))).isFalse();
      assertThat(without.rig.sender.count("/revoke")).isZero();
    }

    @Test
    @DisplayName("Lessons section 2, no. 17: an ID token that has expired is still a hint")
    void endSession_expiredIdToken_hasHintClientAndWayBack() {
      provider.rig.clock.advance(Duration.ofDays(1));

      URI uri =
          provider
              .client()
              .endSession(current.idToken(), URI.create("https://shop.example/out"), "st-1")
              .orElseThrow();

      assertThat(uri.toString()).startsWith("https://id.example/logout?");
      dev.tms.web.Parameters query = dev.tms.web.Parameters.parse(uri.getRawQuery());
      assertThat(query.first("id_token_hint"))
          .isEqualTo(Objects.requireNonNull(current.idToken()).reveal());
      assertThat(query.first("client_id")).isEqualTo("shop");
      assertThat(query.first("post_logout_redirect_uri")).isEqualTo("https://shop.example/out");
      assertThat(query.first("state")).isEqualTo("st-1");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{\"alg\":\"RS256\",\"kid\":1}",
          "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQ\",\"e\":\"AQ\",\"d\":\"AQ\"}}",
          "{\"alg\":\"RS256\",\"x5u\":\":::\",\"x5c\":7,\"typ\":5}"
        })
    @DisplayName("whatever else the header has: the token was good enough to sign in with")
    void endSession_oddHeader_isAHintToo(String header) {
      String token =
          Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(header.getBytes(StandardCharsets.UTF_8))
              + ".e30.c2ln";

      URI uri =
          provider
              .client()
              .endSession(Secret.of(token), URI.create("https://shop.example/out"), "st-1")
              .orElseThrow();

      assertThat(uri.getRawQuery()).contains("id_token_hint=" + token);
    }

    @Test
    @DisplayName("Lessons section 3, no. 8: without an ID token the client id still names us")
    void endSession_noIdToken_hasClientId() {
      for (Secret hint : new Secret[] {null, Secret.of("not-a-jwt")}) {
        URI uri =
            provider
                .client()
                .endSession(hint, URI.create("https://shop.example/out"), "st-1")
                .orElseThrow();
        assertThat(uri.getRawQuery()).contains("client_id=shop").doesNotContain("id_token_hint");
      }
    }

    @Test
    void endSession_noEndpointOrNoMetadata_isEmpty() {
      ProviderRig without = new ProviderRig();
      without.rig.discovery("end_session_endpoint", null);
      assertThat(without.client().endSession(null, URI.create("https://shop.example/"), "s"))
          .isEmpty();

      ProviderRig down = new ProviderRig();
      down.rig.sender.on(Rig.DISCOVERY, FakeSender.failure(Kind.TIMED_OUT));
      assertThat(down.client().endSession(null, URI.create("https://shop.example/"), "s"))
          .isEmpty();
      assertThat(down.rig.sender.last(Rig.DISCOVERY).timeout())
          .isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void endSession_endpointWithAQuery_keepsIt() {
      ProviderRig other = new ProviderRig();
      other.rig.discovery("end_session_endpoint", "https://id.example/logout?realm=a");

      assertThat(
              other
                  .client()
                  .endSession(null, URI.create("https://shop.example/"), "s")
                  .orElseThrow()
                  .getRawQuery())
          .contains("realm=a", "client_id=shop");
    }
  }
}
