package dev.tms.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import dev.tms.oauth.FakeSender;
import dev.tms.oauth.Rig;
import dev.tms.outbound.SendFailure;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.math.BigInteger;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of a login: Core 3.1.3.7, sentence by sentence, and userinfo. */
class RedeemTest {
  private final ProviderRig provider = new ProviderRig();
  private final long now = provider.rig.clock.instant().getEpochSecond();

  private static void assertRefused(RedeemOutcome outcome, String word) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            RedeemOutcome.Failed.class, failed -> assertThat(failed.reason()).contains(word));
  }

  @Test
  void redeem_goodAnswer_signsIn() {
    RedeemOutcome.Redeemed redeemed = provider.loggedIn();

    Identity identity = redeemed.identity();
    assertThat(identity.issuer()).isEqualTo(Rig.ISSUER);
    assertThat(identity.subject()).isEqualTo("alice");
    assertThat(identity.sid()).isEqualTo("sid-1");
    assertThat(identity.issuedAt()).isEqualTo(Instant.ofEpochSecond(now));
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
    @DisplayName("3.1.3.7 (4, 5): several audiences need azp, and azp is this client")
    void authorizedParty_isThisClient() {
      assertRefused(provider.with("aud", List.of("shop", "other")).login(), "azp");
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

    assertRefused(provider.login(), "bearer");
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

      Map<String, Object> claims = redeemed.identity().claims().values();
      assertThat(claims)
          .containsEntry("name", "Alice Liddell")
          .containsEntry("email", "alice@example.test")
          .containsEntry("acr", "urn:mace:gold")
          .containsEntry("iss", Rig.ISSUER)
          .doesNotContainKey("amr");
      assertThat(redeemed.identity().acr()).isEqualTo("urn:mace:gold");
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

    @Test
    void refused_fails() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", FakeSender.json(401, Map.of("error", "invalid_token")));

      assertRefused(provider.login(), "401");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/jwt", "text/html"})
    void otherContentType_isUnavailable(String type) {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", FakeSender.text(200, type, "a.b.c"));

      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @Test
    void down_isUnavailable() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.sender.on("/userinfo", FakeSender.failure(SendFailure.Kind.DROPPED));

      assertThat(provider.login()).isInstanceOf(RedeemOutcome.Unavailable.class);
    }

    @Test
    void noSuchEndpoint_fails() {
      provider.settings = Rig.settings().withUserInfo();
      provider.rig.discovery("userinfo_endpoint", null);

      assertRefused(provider.login(), "userinfo");
    }

    @Test
    void notAskedFor_isNotFetched() {
      provider.loggedIn();

      assertThat(provider.rig.sender.count("/userinfo")).isZero();
    }
  }
}
