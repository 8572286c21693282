package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.Ed25519Signer;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.token.Scopes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
  private static final Map<String, Object> CLAIMS = Map.of("sub", "alice", "n", 1);

  private final Rig rig = new Rig();
  private final JwtVerifier verifier = rig.verifier();

  private static JWSHeader header(JWSAlgorithm algorithm, String keyId) {
    return new JWSHeader.Builder(algorithm).keyID(keyId).build();
  }

  private static JWSHeader noKeyId(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).build();
  }

  private JwtVerifier.Outcome verify(String jwt) {
    return verifier.verify(JwtVerifier.Kind.ID_TOKEN, jwt);
  }

  private void assertRefused(String jwt) {
    assertThat(verify(jwt)).isInstanceOf(JwtVerifier.Refused.class);
  }

  private static void assertMisconfigured(JwtVerifier.Outcome outcome, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            JwtVerifier.Misconfigured.class, it -> assertThat(it.reason()).contains(words));
  }

  @Test
  void verify_rightSignature_givesTheClaims() {
    JwtVerifier.Outcome outcome = verify(Rig.jwt(Rig.KEY, CLAIMS));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            JwtVerifier.Verified.class,
            verified -> {
              assertThat(verified.claims()).isEqualTo(CLAIMS);
              assertThat(verified.algorithm()).isEqualTo("RS256");
              assertThat(verified.type()).isEqualTo("JWT");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void verify_everyRsaAlgorithm_isKnown(String algorithm) {
    String jwt =
        Rig.jwt(header(JWSAlgorithm.parse(algorithm), "key-1"), Rig.signer(Rig.KEY), CLAIMS);

    assertThat(verify(jwt)).isInstanceOf(JwtVerifier.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "ES512"})
  void verify_everyEcAlgorithm_isKnown(String algorithm) throws JOSEException {
    JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
    ECKey key =
        new ECKeyGenerator(Curve.forJWSAlgorithm(alg).iterator().next()).keyID("ec").generate();
    rig.publish(Rig.KEY, key);

    assertThat(verify(Rig.jwt(header(alg, "ec"), new ECDSASigner(key), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void verify_ed25519_isKnown(String algorithm) throws JOSEException {
    OctetKeyPair key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
    rig.publish(key);

    assertThat(
            verify(
                Rig.jwt(
                    header(JWSAlgorithm.parse(algorithm), "ed"), new Ed25519Signer(key), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  @DisplayName("Lesson 36: an unsigned token is no token, whatever the keys are")
  void verify_algNone_isRefused() throws Exception {
    assertRefused(new PlainJWT(JWTClaimsSet.parse(CLAIMS)).serialize());
    String payload = Rig.jwt(Rig.KEY, CLAIMS).split("\\.")[1];
    for (String alg : List.of("none", "None", "NONE", "nOnE", "")) {
      String head = Base64URL.encode("{\"alg\":\"" + alg + "\"}").toString();
      assertRefused(head + "." + payload + ".");
      assertRefused(head + "." + payload + ".AAAA");
    }
    assertRefused(Base64URL.encode("{}") + "." + payload + ".AAAA");
  }

  @Test
  @DisplayName("Lesson 37: an encrypted token that wraps an unsigned one is refused by its type")
  void verify_encryptedUnsigned_isRefused() throws Exception {
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128GCM)
                .contentType("JWT")
                .build(),
            new Payload(new PlainJWT(JWTClaimsSet.parse(CLAIMS)).serialize()));
    jwe.encrypt(new RSAEncrypter(Rig.KEY.toRSAPublicKey()));

    assertThat(verify(jwe.serialize()))
        .isInstanceOfSatisfying(
            JwtVerifier.Refused.class, it -> assertThat(it.reason()).contains("encrypted"));
  }

  @Test
  void verify_hmacWithThePublicKeyOrTheSecret_isRefused() throws JOSEException {
    byte[] publicKey = Rig.KEY.toRSAPublicKey().getEncoded();
    byte[] secret =
        "s3crets3crets3crets3crets3crets3cret".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertMisconfigured(
        verify(Rig.jwt(header(JWSAlgorithm.HS256, "key-1"), new MACSigner(publicKey), CLAIMS)),
        "HS256",
        "key-1",
        "Client.IdTokenSigningAlgorithm");
    assertMisconfigured(
        verify(Rig.jwt(noKeyId(JWSAlgorithm.HS256), new MACSigner(secret), CLAIMS)), "HS256");
    assertThat(rig.sender.calls).isEmpty();
  }

  @Test
  @DisplayName("metadata may say less than is true: what is listed decides nothing")
  void verify_algorithmThatTheProviderDoesNotList_isTaken() {
    rig.discovery("id_token_signing_alg_values_supported", List.of("PS256"));

    assertThat(verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  void verify_otherKeyUnderTheRightId_isRefusedWithoutFetching() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("key-1").generate();

    assertThat(verifier.verify(JwtVerifier.Kind.LOGOUT_TOKEN, Rig.jwt(foreign, CLAIMS)))
        .isInstanceOf(JwtVerifier.Refused.class);

    assertThat(rig.sender.count("/jwks")).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "a provider that was set up anew may use an old key id: its own answer is worth a look")
  void verify_newKeyUnderAnOldIdInAnAnswer_isFetched() throws JOSEException {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    RSAKey anew = new RSAKeyGenerator(2048).keyID("key-1").generate();
    rig.publish(anew);

    assertThat(verifier.verify(JwtVerifier.Kind.LOGOUT_TOKEN, Rig.jwt(anew, CLAIMS)))
        .isInstanceOf(JwtVerifier.Refused.class);
    assertThat(verify(Rig.jwt(anew, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void verify_wrongSignatureInAnAnswer_isRefusedAndNotUnavailable() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("key-1").generate();
    for (int i = 0; i < 30; i++) {
      assertRefused(Rig.jwt(foreign, CLAIMS));
    }

    assertThat(rig.sender.count("/jwks")).isEqualTo(11);
  }

  @Test
  void verify_changedPayload_isRefused() {
    String[] parts = Rig.jwt(Rig.KEY, CLAIMS).split("\\.");
    String other = Base64URL.encode("{\"sub\":\"mallory\"}").toString();

    assertRefused(parts[0] + "." + other + "." + parts[2]);
  }

  @Test
  void verify_keyInTheHeader_isNotUsed() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("evil").generate();
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .jwk(foreign.toPublicJWK())
            .jwkURL(java.net.URI.create("https://evil.example/jwks"))
            .build();

    assertRefused(Rig.jwt(header, Rig.signer(foreign), CLAIMS));

    assertThat(rig.sender.calls).noneMatch(call -> call.uri().getHost().contains("evil"));
  }

  @Test
  void verify_criticalHeader_isRefused() {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("key-1")
            .criticalParams(Set.of("exp"))
            .customParam("exp", 1)
            .build();

    assertRefused(Rig.jwt(header, Rig.signer(Rig.KEY), CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "a.b.c", "not a jwt", "eyJhbGciOiJSUzI1NiJ9..", "a.b.c.d.e"})
  void verify_textThatIsNoJwt_isRefused(String text) {
    assertRefused(text);
    assertThat(rig.sender.calls).isEmpty();
  }

  @Test
  void verify_hugeText_isRefused() {
    assertRefused("x".repeat(200_000));
  }

  @Test
  void verify_payloadWithRepeatedClaims_isRefused() throws JOSEException {
    JWSHeader header = header(JWSAlgorithm.RS256, "key-1");
    String input =
        header.toBase64URL() + "." + Base64URL.encode("{\"sub\":\"alice\",\"sub\":\"bob\"}");
    JWSSigner signer = Rig.signer(Rig.KEY);

    assertRefused(
        input
            + "."
            + signer.sign(header, input.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  @Test
  void verify_rotatedKey_isFetchedOnItsFirstSight() {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.KEY, Rig.OTHER_KEY);

    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void verify_unknownKeyIds_doNotMakeUsFetchWithoutEnd() throws JOSEException {
    postUnknownKeys(JwtVerifier.Kind.LOGOUT_TOKEN);

    assertThat(rig.sender.count("/jwks")).isEqualTo(4);
    rig.clock.advance(Duration.ofSeconds(20));
    rig.publish(Rig.OTHER_KEY);
    assertThat(verifier.verify(JwtVerifier.Kind.LOGOUT_TOKEN, Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  @DisplayName("what strangers post uses up nothing that logins need")
  void verify_strangersUsedTheirBudget_answersStillFetch() throws JOSEException {
    postUnknownKeys(JwtVerifier.Kind.LOGOUT_TOKEN);
    rig.publish(Rig.OTHER_KEY);

    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  @DisplayName("ten unknown keys in answers of the provider cause a fetch, then one in a second")
  void verify_unknownKeyIdsInAnswers_haveABudgetOfTheirOwn() throws JOSEException {
    postUnknownKeys(JwtVerifier.Kind.ID_TOKEN);

    assertThat(rig.sender.count("/jwks")).isEqualTo(11);
    rig.publish(Rig.OTHER_KEY);
    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.KeysUnavailable.class);
    rig.clock.advance(Duration.ofSeconds(1));
    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
  }

  private void postUnknownKeys(JwtVerifier.Kind kind) throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("foreign").generate();
    for (int i = 0; i < 50; i++) {
      JWSHeader header = header(JWSAlgorithm.RS256, "k" + i);
      assertThat(verifier.verify(kind, Rig.jwt(header, Rig.signer(foreign), CLAIMS)))
          .isNotInstanceOf(JwtVerifier.Verified.class);
    }
  }

  @Test
  void forget_nextUse_fetchesTheKeys() {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.OTHER_KEY);

    verifier.forget();

    assertRefused(Rig.jwt(Rig.KEY, CLAIMS));
    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
  }

  @Nested
  @DisplayName("Client.IdTokenSigningAlgorithm")
  class SigningAlgorithm {
    private static final String SECRET = "Tr8vQ2mX5cB7nL1pW4sK9dF3gH6jZ0yR".repeat(2);

    private JwtVerifier verifier(String algorithm, String secret) {
      return rig.verifier(
          ClientSettings.of(
                  "shop",
                  ClientAuthentication.post(ClientSecret.of(secret)),
                  URI.create("https://shop.example/callback"),
                  Scopes.of("openid"))
              .withIdTokenSigningAlgorithm(algorithm));
    }

    @Test
    void set_isTheOnlyOneTaken() {
      JwtVerifier only = verifier("PS256", SECRET);

      assertMisconfigured(
          only.verify(JwtVerifier.Kind.ID_TOKEN, Rig.jwt(Rig.KEY, CLAIMS)),
          "RS256",
          "PS256",
          "key-1");
      assertThat(only.verify(JwtVerifier.Kind.LOGOUT_TOKEN, Rig.jwt(Rig.KEY, CLAIMS)))
          .isInstanceOfSatisfying(
              JwtVerifier.Refused.class, it -> assertThat(it.reason()).contains("RS256", "PS256"));
      assertThat(
              only.verify(
                  JwtVerifier.Kind.ID_TOKEN,
                  Rig.jwt(header(JWSAlgorithm.PS256, "key-1"), Rig.signer(Rig.KEY), CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);
    }

    @Test
    void set_doesNotConcernUserInfo() {
      assertThat(
              verifier("PS256", SECRET)
                  .verify(JwtVerifier.Kind.USER_INFO, Rig.jwt(Rig.KEY, CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);
    }

    @ParameterizedTest
    @CsvSource({"EdDSA,Ed25519", "Ed25519,EdDSA"})
    void twoNamesOfEdwards_areOne(String wanted, String actual) throws JOSEException {
      OctetKeyPair key =
          new OctetKeyPairGenerator(Curve.Ed25519)
              .keyID("ed")
              .algorithm(JWSAlgorithm.parse(wanted))
              .generate();
      rig.publish(key);

      assertThat(
              verifier(wanted, SECRET)
                  .verify(
                      JwtVerifier.Kind.ID_TOKEN,
                      Rig.jwt(
                          header(JWSAlgorithm.parse(actual), "ed"),
                          new Ed25519Signer(key),
                          CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void hmac_isVerifiedWithTheSecretAndWithoutAnyFetch(String algorithm) throws JOSEException {
      JwtVerifier secret = verifier(algorithm, SECRET);
      JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);

      assertThat(
              secret.verify(
                  JwtVerifier.Kind.ID_TOKEN, Rig.jwt(noKeyId(alg), new MACSigner(SECRET), CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);
      assertThat(
              secret.verify(
                  JwtVerifier.Kind.ID_TOKEN,
                  Rig.jwt(noKeyId(alg), new MACSigner("x" + SECRET), CLAIMS)))
          .isInstanceOf(JwtVerifier.Refused.class);
      assertThat(rig.sender.calls).isEmpty();
    }

    @Test
    @DisplayName("RFC 8725 2.1: never with a key that is published")
    void hmac_withAKeyOfTheKeySet_isRefused() throws JOSEException {
      OctetSequenceKey published = new OctetSequenceKey.Builder(new byte[64]).keyID("oct").build();
      rig.sender.on(
          "/jwks",
          FakeSender.json(
              200,
              Map.of(
                  "keys",
                  List.of(published.toJSONObject(), Rig.KEY.toPublicJWK().toJSONObject()))));
      JwtVerifier secret = verifier("HS256", SECRET);

      assertThat(
              secret.verify(
                  JwtVerifier.Kind.ID_TOKEN,
                  Rig.jwt(header(JWSAlgorithm.HS256, "oct"), new MACSigner(published), CLAIMS)))
          .isInstanceOf(JwtVerifier.Refused.class);
      assertThat(
              secret.verify(
                  JwtVerifier.Kind.ID_TOKEN,
                  Rig.jwt(
                      header(JWSAlgorithm.HS256, "key-1"),
                      new MACSigner(Rig.KEY.toRSAPublicKey().getEncoded()),
                      CLAIMS)))
          .isInstanceOf(JwtVerifier.Refused.class);
    }

    @Test
    void hmac_isNotTakenForUserInfo() throws JOSEException {
      assertMisconfigured(
          verifier("HS256", SECRET)
              .verify(
                  JwtVerifier.Kind.USER_INFO,
                  Rig.jwt(noKeyId(JWSAlgorithm.HS256), new MACSigner(SECRET), CLAIMS)),
          "HS256");
    }

    @Test
    @DisplayName("a secret that was changed at the provider and here verifies for ten minutes more")
    void hmac_formerSecretOfAFile_verifiesForAWhile(@TempDir Path folder) throws Exception {
      Path file = Files.writeString(folder.resolve("secret"), SECRET);
      JwtVerifier secret =
          rig.verifier(
              ClientSettings.of(
                      "shop",
                      ClientAuthentication.basic(ClientSecret.fromFile(file)),
                      URI.create("https://shop.example/callback"),
                      Scopes.of("openid"))
                  .withIdTokenSigningAlgorithm("HS256"));
      String former = Rig.jwt(noKeyId(JWSAlgorithm.HS256), new MACSigner(SECRET), CLAIMS);
      String anew = "N3w" + SECRET;
      String current = Rig.jwt(noKeyId(JWSAlgorithm.HS256), new MACSigner(anew), CLAIMS);
      assertThat(secret.verify(JwtVerifier.Kind.ID_TOKEN, former))
          .isInstanceOf(JwtVerifier.Verified.class);

      Files.writeString(file, anew);
      rig.clock.advance(Duration.ofSeconds(5));

      assertThat(secret.verify(JwtVerifier.Kind.ID_TOKEN, current))
          .isInstanceOf(JwtVerifier.Verified.class);
      assertThat(secret.verify(JwtVerifier.Kind.ID_TOKEN, former))
          .isInstanceOf(JwtVerifier.Verified.class);
      rig.clock.advance(Duration.ofMinutes(10));
      assertThat(secret.verify(JwtVerifier.Kind.ID_TOKEN, former))
          .isInstanceOf(JwtVerifier.Refused.class);
      assertThat(secret.verify(JwtVerifier.Kind.ID_TOKEN, current))
          .isInstanceOf(JwtVerifier.Verified.class);
    }

    @Test
    void none_isRefusedWhateverIsSet() throws Exception {
      assertThat(
              verifier("HS256", SECRET)
                  .verify(
                      JwtVerifier.Kind.ID_TOKEN,
                      new PlainJWT(JWTClaimsSet.parse(CLAIMS)).serialize()))
          .isInstanceOf(JwtVerifier.Refused.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{0}", "%s%n", "$1", "../key-1", "key-1\u0000", ".*"})
  @DisplayName("Lesson 20: a key id from a token is compared, never a pattern or a path")
  void verify_strangeKeyId_isNoKey(String keyId) {
    String jwt = Rig.jwt(header(JWSAlgorithm.RS256, keyId), Rig.signer(Rig.KEY), CLAIMS);

    assertThat(verify(jwt))
        .isInstanceOfSatisfying(
            JwtVerifier.Refused.class, r -> assertThat(r.reason()).doesNotContain(keyId));
    assertThat(rig.sender.calls).allMatch(call -> call.uri().getQuery() == null);
  }

  @Test
  void verify_noKeyId_triesTheKeysThatFit() {
    rig.publish(Rig.OTHER_KEY, Rig.KEY);

    assertThat(verify(Rig.jwt(noKeyId(JWSAlgorithm.RS256), Rig.signer(Rig.KEY), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(1);
  }

  @Test
  void verify_noKeyIdAndNoKeyFits_fetchesOnceMore() {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.OTHER_KEY);

    assertThat(verify(Rig.jwt(noKeyId(JWSAlgorithm.RS256), Rig.signer(Rig.OTHER_KEY), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void verify_keysUnreachable_nobodyKnows() {
    rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    assertThat(verify(Rig.jwt(Rig.KEY, CLAIMS)))
        .isInstanceOfSatisfying(
            JwtVerifier.KeysUnavailable.class, k -> assertThat(k.retryAfter()).isPositive());
  }

  @Test
  void verify_keysUnreachableLater_goesOnWithTheKnownOnes() {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
    rig.clock.advance(Duration.ofHours(3));

    assertThat(verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
    assertThat(verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.KeysUnavailable.class);
  }

  @Test
  void verify_withdrawnKey_isForgottenAfterAnHour() {
    verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.OTHER_KEY);
    rig.clock.advance(Duration.ofHours(1));

    assertThat(verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"keys\":{}}", "{\"keys\":\"x\"}", "{\"keys\":null}"})
  void verify_answerWithoutAKeySet_nobodyKnows(String body) {
    rig.sender.on("/jwks", FakeSender.text(200, "application/json", body));

    assertThat(verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.KeysUnavailable.class);
  }
}
