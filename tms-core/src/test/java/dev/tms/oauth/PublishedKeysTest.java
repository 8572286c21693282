package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.OctetKeyPairGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import dev.tms.contract.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A good key is a key, whatever stands beside its material; a bad one is none. */
class PublishedKeysTest {
  private static final Map<String, Object> CLAIMS = Map.of("sub", "alice");

  private final Rig rig = new Rig();

  private static Map<String, Object> jwk(RSAKey key) {
    return new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
  }

  private void publish(Object... keys) {
    rig.sender.on("/jwks", FakeSender.json(200, Map.of("keys", Arrays.asList(keys))));
  }

  private JwtVerifier.Outcome verify(String jwt) {
    return rig.verifier().verify(JwtVerifier.Kind.LOGOUT_TOKEN, jwt);
  }

  /** Signed by the key under a header that is written as it is. */
  private static String jwt(RSAKey key, String header) throws JOSEException {
    String input =
        Base64URL.encode(header) + "." + Base64URL.encode(dev.tms.text.Json.write(CLAIMS));
    return input
        + "."
        + Rig.signer(key)
            .sign(new JWSHeader(JWSAlgorithm.RS256), input.getBytes(StandardCharsets.US_ASCII));
  }

  private void assertTaken(String jwt) {
    assertThat(verify(jwt)).isInstanceOf(JwtVerifier.Verified.class);
  }

  private void assertRefused(String jwt, String... words) {
    assertThat(verify(jwt))
        .isInstanceOfSatisfying(
            JwtVerifier.Refused.class,
            it -> Stream.of(words).forEach(word -> assertThat(it.reason()).contains(word)));
  }

  static Stream<Arguments> odd() {
    return Stream.of(
        Arguments.of("use", ""),
        Arguments.of("use", "SIG"),
        Arguments.of("use", "signature"),
        Arguments.of("use", 1),
        Arguments.of("use", List.of("sig")),
        Arguments.of("alg", ""),
        Arguments.of("alg", "rs256"),
        Arguments.of("alg", "RSA"),
        Arguments.of("alg", 256),
        Arguments.of("x5c", "not a list"),
        Arguments.of("x5c", List.of("AAAA")),
        Arguments.of("x5c", List.of()),
        Arguments.of("x5u", "not a url"),
        Arguments.of("x5u", 7),
        Arguments.of("x5t", 7),
        Arguments.of("x5t", "%%%"),
        Arguments.of("x5t#S256", "AAAA"),
        Arguments.of("key_ops", "verify"),
        Arguments.of("key_ops", List.of("unheard-of")),
        Arguments.of("key_ops", List.of("verify", "verify")),
        Arguments.of("key_ops", List.of(1)),
        Arguments.of("exp", "2030-01-01"),
        Arguments.of("exp", "1900000000"),
        Arguments.of("exp", 1),
        Arguments.of("nbf", "soon"),
        Arguments.of("iat", List.of()),
        Arguments.of("revoked", "no"),
        Arguments.of("d", 5),
        Arguments.of("p", "AQAB"),
        Arguments.of("oth", "x"),
        Arguments.of("crv", "P-256"),
        Arguments.of("ext", "true"));
  }

  @ParameterizedTest
  @MethodSource("odd")
  void verify_oddMemberBesideGoodMaterial_isTaken(String name, Object value) {
    Map<String, Object> key = jwk(Rig.KEY);
    key.put(name, value);
    publish(key);

    assertTaken(Rig.jwt(Rig.KEY, CLAIMS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"enc", "ENC", "Enc", " enc "})
  void verify_keyForEncryption_isLeftOut(String use) {
    Map<String, Object> key = jwk(Rig.KEY);
    key.put("use", use);
    publish(key);

    assertRefused(Rig.jwt(Rig.KEY, CLAIMS), "left out: key key-1", "encryption");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PS256", "RS512", "ES256", "HS256", "RSA-OAEP", "RSA-OAEP-256", "EdDSA"})
  @DisplayName("a known algorithm of a key is the only one it is for")
  void verify_keyForAnotherAlgorithm_isNotUsed(String algorithm) {
    Map<String, Object> key = jwk(Rig.KEY);
    key.put("alg", algorithm);
    publish(key);

    assertRefused(Rig.jwt(Rig.KEY, CLAIMS));
  }

  @Test
  void verify_numericKeyIds_areTextsByTheirDigits() throws JOSEException {
    Map<String, Object> key = jwk(Rig.KEY);
    key.put("kid", 7);
    publish(key);

    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"kid\":\"7\"}"));
    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"kid\":7}"));
    assertRefused(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"kid\":8}"));
  }

  @Test
  @DisplayName("a key without an id may be any")
  void verify_keyWithoutId_isTried() {
    Map<String, Object> key = jwk(Rig.KEY);
    key.remove("kid");
    publish(jwk(Rig.OTHER_KEY), key);

    assertTaken(Rig.jwt(Rig.KEY, CLAIMS));
    assertThat(rig.sender.count("/jwks")).isEqualTo(1);
  }

  @Test
  void verify_otherIdThanAllKeys_isRefused() throws JOSEException {
    publish(jwk(Rig.KEY));

    assertRefused(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"kid\":\"key-9\"}"));
  }

  @Test
  void verify_noIdAndSeveralKeys_triesThoseThatFit() throws JOSEException {
    ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    publish(
        curve.toPublicJWK().toJSONObject(),
        new OctetKeyPairGenerator(Curve.Ed25519).generate().toPublicJWK().toJSONObject(),
        jwk(Rig.OTHER_KEY),
        jwk(Rig.KEY));

    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\"}"));
    assertTaken(
        Rig.jwt(new JWSHeader.Builder(JWSAlgorithm.ES256).build(), new ECDSASigner(curve), CLAIMS));
  }

  @Test
  void verify_noIdAndManyKeys_triesTwenty() throws JOSEException {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Map<String, Object> other = jwk(Rig.OTHER_KEY);
      other.put("kid", "other-" + i);
      keys.add(other);
    }
    keys.add(jwk(Rig.KEY));
    publish(keys.toArray());
    assertRefused(jwt(Rig.KEY, "{\"alg\":\"RS256\"}"));

    keys.remove(0);
    publish(keys.toArray());
    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x5t", "x5t#S256"})
  @DisplayName("a thumbprint says which key to try first, and a wrong one refuses nothing")
  void verify_thumbprint_isAHint(String name) throws JOSEException {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      keys.add(jwk(Rig.OTHER_KEY));
    }
    Map<String, Object> key = jwk(Rig.KEY);
    key.put(name, "c2hvcnQ");
    keys.add(key);
    publish(keys.toArray());

    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"" + name + "\":\"c2hvcnQ\"}"));
    publish(key);
    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"" + name + "\":\"b3RoZXI\"}"));
    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\",\"" + name + "\":7}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"jku\":\"not a url\"",
        "\"jku\":7",
        "\"x5u\":[]",
        "\"x5c\":\"AAAA\"",
        "\"x5c\":[\"AAAA\"]",
        "\"jwk\":{}",
        "\"jwk\":\"x\"",
        "\"cty\":7",
        "\"kid\":null",
        "\"kid\":\"\"",
        "\"kid\":{}",
        "\"b64\":true"
      })
  @DisplayName("what is odd in a header and decides nothing refuses no token")
  void verify_oddHeader_isTaken(String member) throws JOSEException {
    assertTaken(jwt(Rig.KEY, "{\"alg\":\"RS256\"," + member + "}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"crit\":[\"exp\"],\"exp\":1",
        "\"crit\":[]",
        "\"crit\":null",
        "\"crit\":\"b64\"",
        "\"b64\":false",
        "\"b64\":\"false\"",
        "\"b64\":null"
      })
  void verify_criticalHeader_isRefused(String member) throws JOSEException {
    assertRefused(jwt(Rig.KEY, "{\"alg\":\"RS256\"," + member + "}"), "critical");
  }

  @Test
  void verify_shortRsaKey_isLeftOut() throws JOSEException {
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    publish(jwk(weak));

    assertRefused(
        Rig.jwt(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(),
            new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
            CLAIMS),
        "weak",
        "1024 bits");
  }

  @Test
  @DisplayName("zeros before a modulus make no key longer")
  void verify_shortRsaKeyWrittenLong_isLeftOut() throws JOSEException {
    RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    byte[] modulus = weak.getModulus().decode();
    byte[] padded = new byte[256];
    System.arraycopy(modulus, 0, padded, padded.length - modulus.length, modulus.length);
    Map<String, Object> key = jwk(weak);
    key.put("n", Base64URL.encode(padded).toString());
    publish(key);

    assertRefused(
        Rig.jwt(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(),
            new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())),
            CLAIMS),
        "bits");
  }

  @Test
  @DisplayName("zeros before a modulus make a good key no worse")
  void verify_goodRsaKeyWithALeadingZero_isTaken() {
    byte[] modulus = Rig.KEY.getModulus().decode();
    byte[] padded = new byte[modulus.length + 1];
    System.arraycopy(modulus, 0, padded, 1, modulus.length);
    Map<String, Object> key = jwk(Rig.KEY);
    key.put("n", Base64URL.encode(padded).toString());
    publish(key);

    assertTaken(Rig.jwt(Rig.KEY, CLAIMS));
  }

  static Stream<Arguments> bad() {
    Map<String, Object> offCurve = new LinkedHashMap<>();
    offCurve.put("kty", "EC");
    offCurve.put("crv", "P-256");
    offCurve.put("x", Base64URL.encode(new byte[] {5}).toString());
    offCurve.put("y", Base64URL.encode(new byte[] {5}).toString());
    return Stream.of(
        Arguments.of(offCurve, "cannot be read"),
        Arguments.of(Map.of("kty", "unheard-of", "kid", "x"), "key x: its kty"),
        Arguments.of(Map.of("kid", "x"), "its kty"),
        Arguments.of(Map.of("kty", 7), "key no. 1: its kty"),
        Arguments.of(Map.of("kty", "RSA", "kid", "x\ny"), "key x?y: "),
        Arguments.of(Map.of("kty", "RSA", "n", 7, "e", "AQAB"), "cannot be read"),
        Arguments.of(Map.of("kty", "RSA", "n", "", "e", ""), "RSA needs 2048"),
        Arguments.of(Map.of("kty", "EC", "crv", "secp256k1", "x", "AA", "y", "AA"), "read"),
        Arguments.of(Map.of("kty", "OKP", "crv", "X25519", "x", "AAAA"), "curve"),
        Arguments.of(Map.of("kty", "OKP", "crv", "Ed448", "x", "AAAA"), "curve"),
        Arguments.of(
            Map.of("kty", "oct", "k", "c2VjcmV0", "kid", "key-1"), "must not be published"),
        Arguments.of(List.of(), "its kty"),
        Arguments.of("text", "its kty"),
        Arguments.of(7, "its kty"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  @DisplayName("what is no key is left out, once with its reason, and the others are used")
  void verify_badKeyBesideAGoodOne_isLeftOut(Object bad, String reason) {
    publish(bad, jwk(Rig.KEY));
    JwtVerifier verifier = rig.verifier();

    try (CapturedLog log = new CapturedLog(JwtVerifier.class)) {
      assertThat(verifier.verify(JwtVerifier.Kind.ID_TOKEN, Rig.jwt(Rig.KEY, CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);
      rig.clock.advance(Duration.ofHours(2));
      assertThat(verifier.verify(JwtVerifier.Kind.ID_TOKEN, Rig.jwt(Rig.KEY, CLAIMS)))
          .isInstanceOf(JwtVerifier.Verified.class);

      assertThat(log.lines())
          .singleElement()
          .satisfies(line -> assertThat(line).startsWith("INFO").contains(reason));
    }
    assertThat(rig.sender.count("/jwks")).isEqualTo(2);
  }

  @Test
  void read_moreThanAHundred_leavesTheRestOut() {
    List<Object> keys = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      keys.add(jwk(Rig.KEY));
    }

    PublishedKeys read = PublishedKeys.read(keys).orElseThrow();

    assertThat(read.keys()).hasSize(100);
    assertThat(read.leftOut()).singleElement().asString().contains("100");
  }

  @Test
  void read_keepsNothingButThePublicMaterial() {
    PublishedKeys.Key key =
        PublishedKeys.read(List.of(Rig.KEY.toJSONObject())).orElseThrow().keys().get(0);

    assertThat(key.material().isPrivate()).isFalse();
    assertThat(Objects.requireNonNull(key.kid())).isEqualTo("key-1");
  }
}
