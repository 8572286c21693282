package dev.tms.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import dev.tms.oauth.JwtVerifier.Kind;
import dev.tms.oauth.JwtVerifier.Verified;
import dev.tms.oauth.PublishedKeys.Key;
import dev.tms.text.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Key sets, for a fuzzer; {@code {n}} stands for the modulus of the provider's key. A signature
 * counts only if its key is published; unusable keys are left out, each with a reason.
 */
public final class KeySetFuzz {
  private static final String MODULUS = Rig.KEY.getModulus().toString();
  private static final Set<Curve> CURVES =
      Set.of(Curve.P_256, Curve.P_384, Curve.P_521, Curve.Ed25519);
  private static final String OURS = Rig.jwt(Rig.KEY, Map.of("sub", "alice"));
  private static final String FOREIGN = Rig.jwt(Rig.OTHER_KEY, Map.of("sub", "alice"));

  private KeySetFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    accepts(bytes);
  }

  /** Whether the provider's signature verifies with this key set. */
  public static boolean accepts(byte[] bytes) {
    byte[] body = new String(bytes, UTF_8).replace("{n}", MODULUS).getBytes(UTF_8);
    Map<String, Object> document = Json.read(body).orElse(Map.of());
    PublishedKeys.read(document.get("keys")).ifPresent(KeySetFuzz::areFit);

    JwtVerifier.Outcome ours = verify(body, OURS);

    if (ours instanceof Verified) {
      assertThat(publishes(document)).as("a key of this modulus is published").isTrue();
    } else {
      assertThat(isPlain(document)).as("our key is published as it should be").isFalse();
      MetadataFuzz.isSentence(((JwtVerifier.Failure) ours).reason());
    }
    assertThat(verify(body, FOREIGN)).isInstanceOf(JwtVerifier.Failure.class);
    return ours instanceof Verified;
  }

  private static JwtVerifier.Outcome verify(byte[] body, String token) {
    Rig rig = new Rig();
    rig.sender.on("/jwks", MetadataFuzz.answer(body));
    return rig.verifier().verify(Kind.ID_TOKEN, token);
  }

  private static void areFit(PublishedKeys keys) {
    keys.keys().forEach(key -> isFit(key.material()));
    keys.leftOut().forEach(MetadataFuzz::isSentence);
    assertThat(keys.keys().size() + keys.leftOut().size()).isLessThanOrEqualTo(101);
    for (JWSAlgorithm algorithm : JWSAlgorithm.Family.SIGNATURE) {
      assertThat(keys.candidates(algorithm, "key-1", Set.of()))
          .hasSizeLessThanOrEqualTo(20)
          .allMatch(key -> key.fits(algorithm));
    }
    assertThat(keys.keys()).noneMatch(KeySetFuzz::isForSecrets);
  }

  private static boolean isForSecrets(Key key) {
    return JWSAlgorithm.Family.HMAC_SHA.stream().anyMatch(key::fits);
  }

  private static void isFit(JWK key) {
    assertThat(key.isPrivate()).isFalse();
    switch (key.getKeyType().getValue()) {
      case "RSA" ->
          assertThat(key.toRSAKey().getModulus().decodeToBigInteger().bitLength())
              .isGreaterThanOrEqualTo(2048);
      case "EC" -> assertThat(CURVES).contains(key.toECKey().getCurve());
      default -> assertThat(key.toOctetKeyPair().getCurve()).isEqualTo(Curve.Ed25519);
    }
  }

  private static boolean publishes(Map<String, Object> document) {
    return keys(document).stream()
        .anyMatch(
            key ->
                "RSA".equals(key.get("kty"))
                    && key.get("n") instanceof String n
                    && n.contains(MODULUS));
  }

  /** Whether the first keys have ours, with its members and no others. */
  private static boolean isPlain(Map<String, Object> document) {
    return keys(document).stream().limit(20).anyMatch(Rig.KEY.toPublicJWK().toJSONObject()::equals);
  }

  private static List<? extends Map<?, ?>> keys(Map<String, Object> document) {
    return document.get("keys") instanceof List<?> list
        ? list.stream().filter(Map.class::isInstance).map(key -> (Map<?, ?>) key).toList()
        : List.of();
  }
}
