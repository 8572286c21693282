package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.contract.CapturedLog;
import dev.tms.http.Header;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.IdentitySource;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.RedeemOutcome;
import dev.tms.oidc.OidcClient.ValidatedCallback;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a login: Core 3.1.3.7, sentence by sentence, and userinfo. */
class RedeemTest {
  private final ProviderRig provider = new ProviderRig();
  private final long now = provider.rig.clock.instant().getEpochSecond();

  private static void assertMisconfigured(RedeemOutcome outcome, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RedeemOutcome.Misconfigured.class, it -> assertThat(it.reason()).contains(words));
  }

  private static void assertRefused(RedeemOutcome outcome, String word) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RedeemOutcome.Failed.class, failed -> assertThat(failed.reason()).contains(word));
  }

  @Test
  void redeem_goodAnswer_signsIn() {
    RedeemOutcome.Redeemed redeemed = provider.loggedIn();

    User identity = redeemed.user();
    assertThat(identity.issuer()).isEqualTo(Rig.ISSUER);
    assertThat(identity.subject()).isEqualTo("alice");
    assertThat(identity.providerSession()).isEqualTo("sid-1");
    assertThat(identity.loginAt()).isEqualTo(Instant.ofEpochSecond(now));
    assertThat(identity.authenticatedAt()).isEqualTo(Instant.ofEpochSecond(now - 5));
    assertThat(identity.acr()).isEqualTo("urn:mace:gold");
    assertThat(identity.claims().values()).containsEntry("name", "Alice").containsKey("nonce");
    TokenSet tokens = redeemed.tokens();
    assertThat(Objects.requireNonNull(tokens.accessToken()).reveal()).isEqualTo("at-1");
    assertThat(tokens.refreshToken()).isEqualTo(Secret.of("rt-1"));
    assertThat(tokens.idToken()).isNotNull();
    assertThat(redeemed.toString()).doesNotContain("alice", "Alice", "at-1");
  }

  @Nested
  class Rules {
    @Test
    @DisplayName("3.1.3.7 (2): iss must be exactly the provider")
    void wrongIssuer_isRefused() {
      assertRefused(provider.with("iss", Rig.ISSUER + "/").login(), "iss");
      assertRefused(provider.with("iss", "https://evil.example").login(), "iss");
      assertRefused(provider.with("iss", 7).login(), "iss");
      assertRefused(provider.with("iss", "absent").login(), "iss");
    }

    @Test
    @DisplayName("Lesson 25: iss and aud are both required (3.1.3.7 (3))")
    void wrongAudience_isRefused() {
      assertRefused(provider.with("aud", "other").login(), "aud");
      assertRefused(provider.with("aud", "Shop").login(), "aud");
      assertRefused(provider.with("aud", List.of()).login(), "aud");
      assertRefused(provider.with("aud", List.of(1, "shop")).login(), "aud");
      assertRefused(provider.with("aud", Map.of("shop", 1)).login(), "aud");
      assertRefused(provider.with("aud", "absent").login(), "aud");
    }

    @Test
    @DisplayName("3.1.3.7 (4, 5): azp, where it is present, is this client")
    void authorizedParty_isThisClient() {
      provider.with("aud", List.of("shop", "other"));
      assertRefused(provider.with("azp", "other").login(), "azp");
      assertRefused(provider.with("azp", 7).login(), "azp");
      assertRefused(provider.with("aud", "shop").login(), "azp");
      assertThat(provider.with("aud", List.of("shop", "other")).with("azp", "shop").login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    void listWithThisClientAlone_needsNoAzp() {
      assertThat(provider.with("aud", List.of("shop")).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
      assertThat(provider.with("aud", List.of("shop", "shop")).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
      assertThat(provider.with("azp", "").login()).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    @DisplayName(
        "3.1.3.7 (3): other audiences are taken where the nonce binds the token; said once")
    void otherAudiences_areTolerated() {
      try (CapturedLog log = new CapturedLog(SharedTokenRules.class)) {
        assertThat(provider.with("aud", List.of("shop", "api", "other")).login())
            .isInstanceOf(RedeemOutcome.Redeemed.class);
        assertThat(provider.with("azp", "shop").login()).isInstanceOf(RedeemOutcome.Redeemed.class);

        assertThat(log.lines()).singleElement().asString().contains("Client.TrustedAudiences");
      }
      assertRefused(provider.with("nonce", "other").login(), "nonce");
    }

    @Test
    @DisplayName("3.1.3.7 (3): where it is said which are trusted, each other one is refused")
    void trustedAudiences_areTheOnlyOnes() {
      provider.settings = Rig.settings().withTrustedAudiences(Set.of("api"));

      assertThat(provider.with("aud", List.of("shop", "api", "shop", "api")).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
      assertThat(provider.with("aud", "shop").login()).isInstanceOf(RedeemOutcome.Redeemed.class);
      assertRefused(provider.with("aud", "api").login(), "aud");
      assertRefused(
          provider.with("aud", List.of("shop", "api", "other")).login(), "TrustedAudiences");
      assertRefused(provider.with("azp", "shop").login(), "TrustedAudiences");
    }

    @Test
    void noTrustedAudience_isThisClientAlone() {
      provider.settings = Rig.settings().withTrustedAudiences(Set.of());

      assertThat(provider.with("aud", List.of("shop")).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
      assertRefused(
          provider.with("aud", List.of("shop", "api")).with("azp", "shop").login(),
          "TrustedAudiences");
    }

    @Test
    @DisplayName("at_hash is taken with the hash of the signature, also of an HMAC")
    void hmac_whereItIsConfigured_signsIn() throws Exception {
      String secret = "Jk4pWq9xZr2Lt7Vb1Nc6Md3Hs8Fg5Ya0";
      provider.settings =
          ClientSettings.of(
                  "shop",
                  ClientAuthentication.basic(ClientSecret.of(secret)),
                  URI.create("https://shop.example/callback"),
                  Scopes.of("openid"))
              .withIdTokenSigningAlgorithm("HS256");
      Transaction transaction = provider.begin(LoginParameters.NONE);
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("nonce", transaction.nonce());
      JWSHeader header = new JWSHeader(JWSAlgorithm.HS256);
      provider.answerTokens(Rig.jwt(header, new MACSigner(secret), claims));
      ValidatedCallback callback = provider.callback(transaction);

      assertThat(provider.client().redeem(callback)).isInstanceOf(RedeemOutcome.Redeemed.class);
      claims.put("at_hash", ProviderRig.atHash("at-2"));
      provider.answerTokens(Rig.jwt(header, new MACSigner(secret), claims));
      assertRefused(provider.client().redeem(callback), "at_hash");
      provider.answerTokens(Rig.jwt(Rig.KEY, claims));
      assertMisconfigured(provider.client().redeem(callback), "RS256", "HS256");
    }

    @ParameterizedTest
    @CsvSource({"-61,false", "-60,false", "-59,true", "0,true", "1,true"})
    @DisplayName("3.1.3.7 (9): the time is before exp, with 60 s of tolerance")
    void expiry_toTheSecond(long offset, boolean good) {
      provider.with("exp", now + offset).with("iat", now - 120);

      assertThat(provider.login() instanceof RedeemOutcome.Redeemed).isEqualTo(good);
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "soon", "-5", "1e99"})
    void expiryMissingOrMalformed_isRefused(String exp) {
      assertRefused(
          provider.with("exp", exp.matches("-?[0-9].*") ? Double.valueOf(exp) : exp).login(),
          "exp");
    }

    @ParameterizedTest
    @CsvSource({"61,false", "60,true", "0,true", "-659,true", "-660,false"})
    @DisplayName("3.1.3.7 (10): iat is neither in the future nor far back")
    void issuedAt_toTheSecond(long offset, boolean good) {
      assertThat(provider.with("iat", now + offset).login() instanceof RedeemOutcome.Redeemed)
          .isEqualTo(good);
    }

    @Test
    void issuedAtMissing_isRefused() {
      assertRefused(provider.with("iat", "absent").login(), "iat");
    }

    @ParameterizedTest
    @CsvSource({"60,true", "61,false"})
    void notBefore_toTheSecond(long offset, boolean good) {
      assertThat(provider.with("nbf", now + offset).login() instanceof RedeemOutcome.Redeemed)
          .isEqualTo(good);
    }

    @Test
    @DisplayName("3.1.3.7 (11): nonce is exactly the one of this login")
    void wrongNonce_isRefused() {
      assertRefused(provider.with("nonce", "other").login(), "nonce");
      assertRefused(provider.with("nonce", 7).login(), "nonce");
      assertRefused(provider.with("nonce", "absent").login(), "nonce");
    }

    @Test
    @DisplayName("2: sub is there, ASCII and at most 255 characters")
    void subject_hasItsLimits() {
      assertRefused(provider.with("sub", "absent").login(), "sub");
      assertRefused(provider.with("sub", "").login(), "sub");
      assertRefused(provider.with("sub", 7).login(), "sub");
      assertRefused(provider.with("sub", "älice").login(), "sub");
      assertRefused(provider.with("sub", "a".repeat(256)).login(), "sub");
      assertThat(provider.with("sub", "a".repeat(255)).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    void messages_tellMissingTooLongNotAsciiAndAnotherTypeApart() {
      assertRefused(provider.with("sub", "absent").login(), "its sub is missing");
      assertRefused(provider.with("sub", "").login(), "its sub is missing");
      assertRefused(provider.with("sub", 7).login(), "its sub is of another type: a number");
      assertRefused(provider.with("sub", List.of("alice")).login(), "its sub is of another type");
      assertRefused(provider.with("sub", "älice").login(), "its sub is not ASCII");
      assertRefused(provider.with("sub", "a".repeat(256)).login(), "its sub is too long");
      provider.with("sub", "alice");
      assertRefused(provider.with("exp", "absent").login(), "its exp is missing");
      assertRefused(provider.with("exp", "soon").login(), "its exp is of another type: a text");
      assertRefused(provider.with("exp", -5).login(), "its exp is out of range");
      assertRefused(provider.with("exp", now - 61).login(), "its exp has passed");
      provider.with("exp", now + 60);
      assertRefused(provider.with("nonce", "absent").login(), "its nonce is missing");
      assertRefused(provider.login(), "Client.Identity to userinfo");
      assertRefused(provider.with("nonce", "").login(), "Client.Identity to userinfo");
      assertRefused(provider.with("nonce", 7).login(), "its nonce is of another type: a number");
      assertRefused(provider.with("nonce", "other").login(), "its nonce is not the one");
      assertRefused(provider.with("nonce", "nönce").login(), "its nonce is not ASCII");
      assertRefused(provider.with("nonce", "n".repeat(256)).login(), "its nonce is too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"absent", "yesterday", "", "0", "1700000000000", "true"})
    void authTime_notAskedFor_decidesNothing(String authTime) {
      Object value =
          authTime.matches("[0-9]+")
              ? (Object) Long.valueOf(authTime)
              : authTime.equals("true") ? (Object) true : authTime;

      assertThat(provider.with("auth_time", value).login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    void accessTokenHashEmpty_isNoHash() {
      assertThat(provider.with("at_hash", "").login()).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    @DisplayName("3.1.3.8: at_hash belongs to the access token where it is present")
    void accessTokenHash_isChecked() {
      assertRefused(provider.with("at_hash", ProviderRig.atHash("at-2")).login(), "at_hash");
      assertRefused(provider.with("at_hash", 7).login(), "at_hash");
      assertThat(provider.with("at_hash", "absent").login())
          .isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @ParameterizedTest
    @CsvSource({"-90,true", "-91,false", "-30,true", "60,true", "61,false"})
    @DisplayName("3.1.3.7 (13): auth_time is within the max_age that was asked for")
    void authTime_toTheSecond(long offset, boolean good) {
      provider.with("auth_time", now + offset);
      LoginParameters maxAge =
          new LoginParameters(null, false, null, null, Duration.ofSeconds(30), null);

      assertThat(provider.login(maxAge) instanceof RedeemOutcome.Redeemed).isEqualTo(good);
    }

    @Test
    void authTime_isRequiredWithMaxAgeOnly() {
      LoginParameters maxAge =
          new LoginParameters(null, false, null, null, Duration.ofHours(9), null);

      assertRefused(provider.with("auth_time", "absent").login(maxAge), "auth_time");
      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "at+jwt", "AT+JWT", "secevent+jwt"})
    @DisplayName("RFC 8725 3.11: a token of another kind is no ID token")
    void otherType_isRefused(String type) {
      Transaction transaction = provider.begin(LoginParameters.NONE);
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("nonce", transaction.nonce());
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID("key-1")
              .type(new JOSEObjectType(type))
              .build();
      provider.answerTokens(Rig.jwt(header, Rig.signer(Rig.KEY), claims));

      assertRefused(provider.client().redeem(provider.callback(transaction)), "type");
    }

    @Test
    @DisplayName(
        "Lesson 29: an ID token that is present and not signed by the provider proves nothing")
    void wrongSignature_isRefused() {
      Transaction transaction = provider.begin(LoginParameters.NONE);
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("nonce", transaction.nonce());
      provider.answerTokens(Rig.jwt(Rig.OTHER_KEY, claims));

      assertRefused(provider.client().redeem(provider.callback(transaction)), "key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "Ed25519"})
    @DisplayName("3.1.3.8: at_hash of an Ed25519 signature is taken with SHA-512")
    void accessTokenHash_ofEd25519(String algorithm) throws Exception {
      OctetKeyPair key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
      provider.rig.publish(key);
      Transaction transaction = provider.begin(LoginParameters.NONE);
      Map<String, Object> claims = new LinkedHashMap<>(provider.claims);
      claims.put("nonce", transaction.nonce());
      byte[] hash =
          MessageDigest.getInstance("SHA-512").digest("at-1".getBytes(StandardCharsets.US_ASCII));
      claims.put(
          "at_hash",
          Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, 32)));
      JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.parse(algorithm)).keyID("ed").build();
      provider.answerTokens(Rig.jwt(header, new Ed25519Signer(key), claims));

      assertThat(provider.client().redeem(provider.callback(transaction)))
          .isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    void idTokenMissing_isRefused() {
      Transaction transaction = provider.begin(LoginParameters.NONE);
      provider.rig.sender.on("/token", FakeSender.json(200, provider.tokens));

      assertRefused(provider.client().redeem(provider.callback(transaction)), "ID token");
    }
  }

  @Test
  void redeem_resourcesOfTheClient_areSentWithTheCode() {
    provider.settings = Rig.settings().withResources("https://a.example/", "urn:b");
    provider.loggedIn();

    byte[] body = provider.rig.sender.last("/token").body();
    assertThat(new String(body, StandardCharsets.UTF_8).split("&"))
        .contains("resource=https%3A%2F%2Fa.example%2F", "resource=urn%3Ab");
  }

  @Test
  void redeem_refusedCode_fails() {
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(400, Map.of("error", "invalid_grant")));

    assertRefused(provider.client().redeem(provider.callback(transaction)), "invalid_grant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"invalid_client", "unauthorized_client"})
  void redeem_refusedClient_failsAndSaysSo(String error) {
    Transaction transaction = provider.begin(LoginParameters.NONE);
    provider.rig.sender.on("/token", FakeSender.json(401, Map.of("error", error)));

    RedeemOutcome outcome = provider.client().redeem(provider.callback(transaction));

    assertRefused(outcome, "refused the client");
    assertRefused(outcome, error);
  }

  @Test
  void redeem_noBearerToken_fails() {
    provider.tokens.put("token_type", "mac");

    assertRefused(provider.login(), "token_type");
  }

  @Test
  void redeem_providerDown_isUnavailable() {
    Transaction transaction = provider.begin(LoginParameters.NONE);
    ValidatedCallback callback = provider.callback(transaction);
    provider.rig.sender.on("/token", FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    assertThat(provider.client().redeem(callback)).isInstanceOf(RedeemOutcome.Unavailable.class);
    assertThat(provider.rig.sender.count("/token")).isEqualTo(1);
  }

  @Test
  void redeem_keysDown_isUnavailable() {
    provider.rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));

    assertThat(provider.login()).isInstanceOf(RedeemOutcome.Unavailable.class);
  }

  @Test
  void redeem_noRefreshToken_signsInWithoutOne() {
    provider.tokens.remove("refresh_token");

    assertThat(provider.loggedIn().tokens().refreshToken()).isNull();
  }

  @Nested
  class WithUserInfo {
    private RedeemOutcome login(Map<String, ?> userInfo) {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", FakeSender.json(200, userInfo));
      return provider.login();
    }

    @Test
    void claims_areMergedAndThoseOfTheProtocolComeFromTheIdToken() {
      RedeemOutcome.Redeemed redeemed =
          (RedeemOutcome.Redeemed)
              login(
                  Map.of(
                      "sub", "alice",
                      "name", "Alice Liddell",
                      "email", "alice@example.test",
                      "acr", "urn:mace:platinum",
                      "iss", "https://evil.example",
                      "amr", List.of("hwk"),
                      "auth_time", 1));

      Map<String, Object> claims = redeemed.user().claims().values();
      assertThat(claims)
          .containsEntry("name", "Alice Liddell")
          .containsEntry("email", "alice@example.test")
          .containsEntry("acr", "urn:mace:gold")
          .containsEntry("iss", Rig.ISSUER)
          .doesNotContainKey("amr");
      assertThat(redeemed.user().acr()).isEqualTo("urn:mace:gold");
      assertThat(provider.rig.sender.last("/userinfo").headers())
          .contains(new dev.tms.http.Header("Authorization", "Bearer at-1"));
    }

    @Test
    @DisplayName("5.3.2: userinfo of another sub must not be used")
    void otherSubject_fails() {
      assertRefused(login(Map.of("sub", "bob", "name", "Bob")), "sub");
      assertRefused(login(Map.of("name", "Bob")), "sub");
    }

    @Test
    void status201_counts() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on(
          "/userinfo", FakeSender.json(201, Map.of("sub", "alice", "name", "Alice Liddell")));

      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Redeemed.class);
    }

    @Test
    void subjectByItsDigits_isTheSame() {
      provider.with("sub", "12345678901234567890");

      assertThat(login(Map.of("sub", new BigInteger("12345678901234567890"), "name", "A")))
          .isInstanceOf(RedeemOutcome.Redeemed.class);
      assertRefused(login(Map.of("sub", 1.2345678901234567e19)), "sub");
    }

    private RedeemOutcome answered(Answer answer) {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", answer);
      return provider.login();
    }

    private Answer answer(int status, String challenge, String body) {
      return new Answer(
          status,
          List.of(
              new Header("Content-Type", "text/plain"), new Header("WWW-Authenticate", challenge)),
          body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refused_isMisconfigured() {
      assertMisconfigured(answered(FakeSender.json(401, Map.of("error", "invalid_token"))), "401");
      assertMisconfigured(answered(FakeSender.text(403, "text/html", "<html>")), "403");
      assertMisconfigured(answered(FakeSender.text(404, "text/html", "")), "404");
    }

    @Test
    @DisplayName("RFC 6750 3: the reason of a refusal is in its challenge; the body may be empty")
    void refusedWithAnEmptyBody_saysWhy() {
      assertMisconfigured(
          answered(
              answer(
                  401,
                  "Bearer realm=\"r\", error=\"invalid_token\", error_description=\"at-1 is bad\"",
                  "")),
          "401 invalid_token (it says: ... is bad)");
      assertMisconfigured(
          answered(answer(403, "Bearer error=insufficient_scope", "")), "insufficient_scope");
      assertThat(answered(answer(401, "Bearer error=\"<script>\"", "")).toString())
          .doesNotContain("script");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503, 302})
    void trouble_isUnavailable(int status) {
      assertThat(answered(FakeSender.json(status, Map.of())))
          .isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @Test
    void unreadable_isUnavailable() {
      assertThat(answered(FakeSender.text(200, "text/html", "<html>")))
          .isInstanceOf(RedeemOutcome.Unavailable.class);
      assertThat(answered(FakeSender.text(200, "application/json", "")))
          .isInstanceOf(RedeemOutcome.Unavailable.class);
      assertThat(answered(FakeSender.text(200, "application/json", "[]")))
          .isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/octet-stream", "application/jwt"})
    void jsonUnderAnotherType_isRead(String type) {
      assertThat(answered(FakeSender.text(201, type, "{\"sub\":\"alice\",\"email\":\"a@b\"}")))
          .isInstanceOfSatisfying(
              RedeemOutcome.Redeemed.class,
              it -> assertThat(it.user().claims().values()).containsEntry("email", "a@b"));
    }

    private RedeemOutcome signed(String type, Map<String, Object> claims) {
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.PS384)
              .keyID("key-1")
              .type(type == null ? null : new JOSEObjectType(type))
              .build();
      return answered(
          FakeSender.text(
              200, "application/jwt", Rig.jwt(header, Rig.signer(Rig.KEY), claims) + "\n"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"JWT", "jwt", "userinfo+jwt", "application/userinfo+jwt"})
    @DisplayName("5.3.2: the answer may be a JWT that is signed")
    void signed_isRead(String type) {
      assertThat(signed(type, Map.of("sub", "alice", "email", "a@b")))
          .isInstanceOfSatisfying(
              RedeemOutcome.Redeemed.class,
              it -> assertThat(it.user().claims().values()).containsEntry("email", "a@b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"logout+jwt", "at+jwt", "secevent+jwt"})
    void signedOfAnotherKind_isRefused(String type) {
      assertRefused(signed(type, Map.of("sub", "alice")), "type");
    }

    @Test
    void signed_isCheckedWhereItSays() {
      Map<String, Object> good =
          Map.of("sub", "alice", "iss", Rig.ISSUER, "aud", List.of("api", "shop"), "exp", now + 9);
      assertThat(signed("JWT", good)).isInstanceOf(RedeemOutcome.Redeemed.class);
      Map<String, Object> wrong =
          Map.of("sub", "bob", "iss", Rig.ISSUER + "/", "aud", "other", "exp", now - 61);
      wrong.forEach(
          (name, value) -> {
            Map<String, Object> claims = new LinkedHashMap<>(good);
            claims.put(name, value);
            assertRefused(signed("JWT", claims), name);
          });
      Map<String, Object> textual = new LinkedHashMap<>(good);
      textual.put("exp", "never");
      assertRefused(signed("JWT", textual), "exp");
    }

    @Test
    void unsignedOrWronglySigned_isRefused() throws Exception {
      assertRefused(
          answered(
              FakeSender.text(
                  200,
                  "application/jwt",
                  new PlainJWT(JWTClaimsSet.parse(Map.of("sub", "alice"))).serialize())),
          "not at all");
      assertRefused(
          answered(
              FakeSender.text(
                  200, "application/jwt", Rig.jwt(Rig.OTHER_KEY, Map.of("sub", "alice")))),
          "key");
    }

    @Test
    void keysDown_isUnavailable() {
      provider.rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
      provider.settings = Rig.settings().withIdentity(IdentitySource.USERINFO);
      provider.rig.sender.on(
          "/userinfo",
          FakeSender.text(200, "application/jwt", Rig.jwt(Rig.KEY, Map.of("sub", "alice"))));

      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @Test
    void signedWithoutAKeySet_isMisconfigured() {
      provider.rig.discovery("jwks_uri", null);
      provider.settings = Rig.settings().withIdentity(IdentitySource.USERINFO);
      provider.rig.sender.on(
          "/userinfo",
          FakeSender.text(200, "application/jwt", Rig.jwt(Rig.KEY, Map.of("sub", "alice"))));

      assertMisconfigured(provider.login(), "jwks_uri");
    }

    @Test
    void down_isUnavailable() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", FakeSender.failure(SendFailure.Kind.DROPPED));

      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @Test
    void noSuchEndpoint_isMisconfigured() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.discovery("userinfo_endpoint", null);

      assertThat(provider.client().authorize(LoginParameters.NONE))
          .isInstanceOfSatisfying(
              AuthorizeOutcome.Unavailable.class,
              u -> {
                assertThat(u.trouble().isMisconfigured()).isTrue();
                assertThat(u.trouble().reason()).contains("userinfo_endpoint");
              });
    }

    @Test
    void notAskedFor_isNotFetched() {
      provider.loggedIn();

      assertThat(provider.rig.sender.count("/userinfo")).isZero();
    }
  }
}
