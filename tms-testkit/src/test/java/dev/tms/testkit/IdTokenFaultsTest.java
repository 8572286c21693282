package dev.tms.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class IdTokenFaultsTest {
  private static final ManualClock clock = new ManualClock(Instant.parse("2030-01-01T12:00:00Z"));
  private static final TestProvider provider =
      TestProvider.builder().clock(clock).client(RelyingParty.client().build()).start();

  /** Those that no claim shows. */
  private static final Set<Misbehaviour> SIGNING =
      EnumSet.range(Misbehaviour.ID_TOKEN_WRONG_SIGNATURE, Misbehaviour.ID_TOKEN_NOT_A_JWT);

  @AfterAll
  static void stop() {
    provider.close();
  }

  static Stream<Misbehaviour> claimFaults() {
    return all().filter(fault -> !SIGNING.contains(fault));
  }

  static Stream<Misbehaviour> all() {
    return Stream.of(Misbehaviour.values())
        .filter(fault -> fault.group() == Misbehaviour.Group.ID_TOKEN);
  }

  @ParameterizedTest
  @MethodSource("claimFaults")
  void claimFault_changesThatClaimAloneUnderRightSignature(Misbehaviour fault) throws Exception {
    SignedJWT jwt = SignedJWT.parse(idToken(fault));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();

    assertThat(isRightlySigned(jwt)).isTrue();
    switch (fault) {
      case ID_TOKEN_WRONG_ISSUER -> assertThat(claims.getIssuer()).startsWith("https://other");
      case ID_TOKEN_NO_ISSUER -> assertThat(claims.getClaim("iss")).isNull();
      case ID_TOKEN_WRONG_SUBJECT -> assertThat(claims.getSubject()).isEqualTo("user-mallory");
      case ID_TOKEN_NO_SUBJECT -> assertThat(claims.getClaim("sub")).isNull();
      case ID_TOKEN_NO_AUDIENCE -> assertThat(claims.getClaim("aud")).isNull();
      case ID_TOKEN_OTHER_AUDIENCE ->
          assertThat(claims.getAudience()).containsExactly("other-client");
      case ID_TOKEN_AUDIENCES_WITHOUT_AZP -> {
        assertThat(claims.getAudience()).containsExactly("app", "other-client");
        assertThat(claims.getClaim("azp")).isNull();
      }
      case ID_TOKEN_WRONG_AZP -> assertThat(claims.getClaim("azp")).isEqualTo("other-client");
      case ID_TOKEN_EXPIRED -> assertThat(claims.getExpirationTime()).isEqualTo(hours(-1));
      case ID_TOKEN_NO_EXPIRY -> assertThat(claims.getClaim("exp")).isNull();
      case ID_TOKEN_ISSUED_IN_FUTURE -> assertThat(claims.getIssueTime()).isEqualTo(hours(1));
      case ID_TOKEN_NO_ISSUED_AT -> assertThat(claims.getClaim("iat")).isNull();
      case ID_TOKEN_NO_NONCE -> assertThat(claims.getClaim("nonce")).isNull();
      case ID_TOKEN_WRONG_NONCE ->
          assertThat(claims.getStringClaim("nonce")).isNotBlank().isNotEqualTo("the-nonce");
      case ID_TOKEN_WRONG_AT_HASH -> assertThat(claims.getStringClaim("at_hash")).hasSize(22);
      case ID_TOKEN_NO_AUTH_TIME -> assertThat(claims.getClaim("auth_time")).isNull();
      case ID_TOKEN_OLD_AUTH_TIME ->
          assertThat(Instant.ofEpochSecond(claims.getLongClaim("auth_time")))
              .isEqualTo(clock.instant().minus(Duration.ofDays(2)));
      default -> throw new AssertionError("no check for " + fault);
    }
  }

  @Test
  void wrongSignature_hasPublishedKidAndForeignKey() throws Exception {
    SignedJWT jwt = SignedJWT.parse(idToken(Misbehaviour.ID_TOKEN_WRONG_SIGNATURE));

    assertThat(keys().getKeyByKeyId(jwt.getHeader().getKeyID())).isNotNull();
    assertThat(isRightlySigned(jwt)).isFalse();
  }

  @Test
  void unknownKid_isNotPublished() throws Exception {
    SignedJWT jwt = SignedJWT.parse(idToken(Misbehaviour.ID_TOKEN_UNKNOWN_KID));

    assertThat(keys().getKeyByKeyId(jwt.getHeader().getKeyID())).isNull();
  }

  @Test
  void noKid_isRightlySigned() throws Exception {
    SignedJWT jwt = SignedJWT.parse(idToken(Misbehaviour.ID_TOKEN_NO_KID));

    assertThat(jwt.getHeader().getKeyID()).isNull();
    assertThat(isRightlySigned(jwt)).isTrue();
  }

  @Test
  void algNone_isUnsigned() {
    assertThat(idToken(Misbehaviour.ID_TOKEN_ALG_NONE))
        .endsWith(".")
        .startsWith("eyJhbGciOiJub25l");
  }

  @Test
  void hmacFaults_useTheSecretTheySay() throws Exception {
    for (Misbehaviour fault :
        List.of(
            Misbehaviour.ID_TOKEN_HS256_PUBLIC_KEY, Misbehaviour.ID_TOKEN_HS256_CLIENT_SECRET)) {
      JWSHeader header = SignedJWT.parse(idToken(fault)).getHeader();
      assertThat(header.getAlgorithm().getName()).isEqualTo("HS256");
    }
    SignedJWT jwt = SignedJWT.parse(idToken(Misbehaviour.ID_TOKEN_HS256_CLIENT_SECRET));
    assertThat(Jwts.hmac("secret".getBytes(), null, jwt.getJWTClaimsSet()))
        .isEqualTo(jwt.serialize());
  }

  @Test
  void unlistedAlgorithm_isRightlySignedButNotInDiscovery() throws Exception {
    SignedJWT jwt = SignedJWT.parse(idToken(Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM));

    assertThat(jwt.getHeader().getAlgorithm().getName()).isEqualTo("RS512");
    assertThat(isRightlySigned(jwt)).isTrue();
    assertThat(new RelyingParty(provider).browser.get(provider.discoveryUri()).body())
        .doesNotContain("RS512");
  }

  @Test
  void encryptedUnsigned_isJweToPublishedKey() throws Exception {
    JWT jwt = JWTParser.parse(idToken(Misbehaviour.ID_TOKEN_ENCRYPTED_UNSIGNED));

    assertThat(jwt).isInstanceOf(EncryptedJWT.class);
    String keyId = ((EncryptedJWT) jwt).getHeader().getKeyID();
    assertThat(keys().getKeyByKeyId(keyId)).isNotNull();
    assertThat(RSADecrypter.SUPPORTED_ALGORITHMS)
        .contains(((EncryptedJWT) jwt).getHeader().getAlgorithm());
  }

  @Test
  void notAJwt_isNone() {
    assertThat(idToken(Misbehaviour.ID_TOKEN_NOT_A_JWT)).doesNotContain(".");
  }

  @ParameterizedTest
  @MethodSource("all")
  void refresh_canShowItToo(Misbehaviour fault) {
    RelyingParty app = new RelyingParty(provider);
    Object token = app.tokens().get("refresh_token");
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);

    assertThat(app.refresh(token).json()).containsKeys("id_token", "access_token");
  }

  private static String idToken(Misbehaviour fault) {
    provider.misbehave(RequestKind.TOKEN_CODE, fault);
    return (String) new RelyingParty(provider).tokens().get("id_token");
  }

  private static boolean isRightlySigned(SignedJWT jwt) throws Exception {
    return jwt.verify(new RSASSAVerifier((RSAKey) keys().getKeys().get(0)));
  }

  private static JWKSet keys() throws Exception {
    return JWKSet.parse(new RelyingParty(provider).browser.get(provider.jwksUri()).body());
  }

  private static Date hours(int hours) {
    return Date.from(clock.instant().plus(Duration.ofHours(hours)));
  }
}
