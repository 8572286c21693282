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
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.outbound.SendFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  private void assertRefused(String jwt) {
    assertThat(verifier.verify(jwt)).isInstanceOf(JwtVerifier.Refused.class);
  }

  @Test
  void verify_rightSignature_givesTheClaims() {
    JwtVerifier.Outcome outcome = verifier.verify(Rig.jwt(Rig.KEY, CLAIMS));

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

    assertThat(verifier.verify(jwt)).isInstanceOf(JwtVerifier.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "ES512"})
  void verify_everyEcAlgorithm_isKnown(String algorithm) throws JOSEException {
    JWSAlgorithm alg = JWSAlgorithm.parse(algorithm);
    ECKey key =
        new ECKeyGenerator(Curve.forJWSAlgorithm(alg).iterator().next()).keyID("ec").generate();
    rig.publish(Rig.KEY, key);

    assertThat(verifier.verify(Rig.jwt(header(alg, "ec"), new ECDSASigner(key), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EdDSA", "Ed25519"})
  void verify_ed25519_isKnown(String algorithm) throws JOSEException {
    OctetKeyPair key = new OctetKeyPairGenerator(Curve.Ed25519).keyID("ed").generate();
    rig.publish(key);

    assertThat(
            verifier.verify(
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

    assertRefused(jwe.serialize());
  }

  @Test
  void verify_hmacWithThePublicKeyOrTheSecret_isRefused() throws JOSEException {
    byte[] publicKey = Rig.KEY.toRSAPublicKey().getEncoded();
    byte[] secret =
        "s3crets3crets3crets3crets3crets3cret".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    assertRefused(Rig.jwt(header(JWSAlgorithm.HS256, "key-1"), new MACSigner(publicKey), CLAIMS));
    assertRefused(Rig.jwt(noKeyId(JWSAlgorithm.HS256), new MACSigner(secret), CLAIMS));
  }

  @Test
  void verify_algorithmThatTheProviderDoesNotList_isRefused() {
    rig.discovery("id_token_signing_alg_values_supported", List.of("PS256"));

    assertRefused(Rig.jwt(Rig.KEY, CLAIMS));
    assertThat(
            verifier.verify(
                Rig.jwt(header(JWSAlgorithm.PS256, "key-1"), Rig.signer(Rig.KEY), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  void verify_otherKeyUnderTheRightId_isRefusedWithoutFetching() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("key-1").generate();

    assertRefused(Rig.jwt(foreign, CLAIMS));

    assertThat(rig.sender.count("/jwks")).isEqualTo(1);
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
    verifier.verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.KEY, Rig.OTHER_KEY);

    assertThat(verifier.verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(verifier.verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void verify_unknownKeyIds_doNotMakeUsFetchWithoutEnd() throws JOSEException {
    RSAKey foreign = new RSAKeyGenerator(2048).keyID("foreign").generate();
    for (int i = 0; i < 50; i++) {
      JWSHeader header = header(JWSAlgorithm.RS256, "k" + ThreadLocalRandom.current().nextInt());
      assertThat(verifier.verify(Rig.jwt(header, Rig.signer(foreign), CLAIMS)))
          .isNotInstanceOf(JwtVerifier.Verified.class);
    }

    assertThat(rig.sender.count("/jwks")).isLessThanOrEqualTo(4);
    rig.clock.advance(Duration.ofSeconds(20));
    rig.publish(Rig.OTHER_KEY);
    assertThat(verifier.verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{0}", "%s%n", "$1", "../key-1", "key-1\u0000", ".*"})
  @DisplayName("Lesson 20: a key id from a token is compared, never a pattern or a path")
  void verify_strangeKeyId_isNoKey(String keyId) {
    String jwt = Rig.jwt(header(JWSAlgorithm.RS256, keyId), Rig.signer(Rig.KEY), CLAIMS);

    assertThat(verifier.verify(jwt))
        .isInstanceOfSatisfying(
            JwtVerifier.Refused.class, r -> assertThat(r.reason()).doesNotContain(keyId));
    assertThat(rig.sender.calls).allMatch(call -> call.uri().getQuery() == null);
  }

  @Test
  void verify_noKeyId_triesTheKeysThatFit() {
    rig.publish(Rig.OTHER_KEY, Rig.KEY);

    assertThat(verifier.verify(Rig.jwt(noKeyId(JWSAlgorithm.RS256), Rig.signer(Rig.KEY), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(1);
  }

  @Test
  void verify_noKeyIdAndNoKeyFits_fetchesOnceMore() {
    verifier.verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.OTHER_KEY);

    assertThat(
            verifier.verify(
                Rig.jwt(noKeyId(JWSAlgorithm.RS256), Rig.signer(Rig.OTHER_KEY), CLAIMS)))
        .isInstanceOf(JwtVerifier.Verified.class);
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void verify_keysUnreachable_nobodyKnows() {
    rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));

    assertThat(verifier.verify(Rig.jwt(Rig.KEY, CLAIMS)))
        .isInstanceOfSatisfying(
            JwtVerifier.KeysUnavailable.class, k -> assertThat(k.retryAfter()).isPositive());
  }

  @Test
  void verify_keysUnreachableLater_goesOnWithTheKnownOnes() {
    verifier.verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.sender.on("/jwks", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
    rig.clock.advance(Duration.ofHours(3));

    assertThat(verifier.verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
    assertThat(verifier.verify(Rig.jwt(Rig.OTHER_KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.KeysUnavailable.class);
  }

  @Test
  void verify_withdrawnKey_isForgottenAfterAnHour() {
    verifier.verify(Rig.jwt(Rig.KEY, CLAIMS));
    rig.publish(Rig.OTHER_KEY);
    rig.clock.advance(Duration.ofHours(1));

    assertThat(verifier.verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Refused.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"keys\":{}}", "{\"keys\":\"x\"}", "{\"keys\":null}"})
  void verify_answerWithoutAKeySet_nobodyKnows(String body) {
    rig.sender.on("/jwks", FakeSender.text(200, "application/json", body));

    assertThat(verifier.verify(Rig.jwt(Rig.KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.KeysUnavailable.class);
  }

  @Test
  void verify_keysThatCannotBeUnderstood_areLeftOut() {
    rig.sender.on(
        "/jwks",
        FakeSender.json(
            200,
            Map.of(
                "keys",
                List.of(
                    Map.of("kty", "unheard-of", "kid", "x"),
                    Map.of("kty", "RSA"),
                    Map.of("kty", "oct", "k", "c2VjcmV0", "kid", "key-1"),
                    "text",
                    Rig.KEY.toPublicJWK().toJSONObject()))));

    assertThat(verifier.verify(Rig.jwt(Rig.KEY, CLAIMS))).isInstanceOf(JwtVerifier.Verified.class);
  }

  @Test
  void verify_keyForEncryptionOrAnotherAlgorithm_isNotUsed() {
    JWK encryption = new RSAKey.Builder(Rig.KEY).keyUse(KeyUse.ENCRYPTION).build();
    rig.publish(encryption);
    assertRefused(Rig.jwt(Rig.KEY, CLAIMS));

    Rig other = new Rig();
    other.publish(new RSAKey.Builder(Rig.KEY).algorithm(JWSAlgorithm.PS512).build());
    assertThat(other.verifier().verify(Rig.jwt(Rig.KEY, CLAIMS)))
        .isInstanceOf(JwtVerifier.Refused.class);
  }

  @Test
  void verify_shortRsaKey_isNotUsed() throws JOSEException {
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    rig.publish(weak);

    assertRefused(
        Rig.jwt(
            header(JWSAlgorithm.RS256, "weak"),
            new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
            CLAIMS));
  }
}
