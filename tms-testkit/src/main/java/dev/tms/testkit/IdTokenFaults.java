package dev.tms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSAEncrypter;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tms.testkit.grant.RandomText;
import dev.tms.testkit.grant.SigningKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates ID tokens that are valid or have one fault. */
final class IdTokenFaults {
  private static final String OTHER_ISSUER = "https://other-provider.example";

  private IdTokenFaults() {}

  static JWTClaimsSet claims(JWTClaimsSet right, @Nullable Misbehaviour fault, Instant now) {
    if (fault == null) {
      return right;
    }
    JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder(right);
    switch (fault) {
      case ID_TOKEN_WRONG_ISSUER -> claims.issuer(OTHER_ISSUER);
      case ID_TOKEN_NO_ISSUER -> claims.claim("iss", null);
      case ID_TOKEN_WRONG_SUBJECT -> claims.subject("user-mallory");
      case ID_TOKEN_NO_SUBJECT -> claims.claim("sub", null);
      case ID_TOKEN_NO_AUDIENCE -> claims.claim("aud", null);
      case ID_TOKEN_OTHER_AUDIENCE -> claims.audience("other-client");
      case ID_TOKEN_AUDIENCES_WITHOUT_AZP ->
          claims.audience(List.of(right.getAudience().get(0), "other-client")).claim("azp", null);
      case ID_TOKEN_WRONG_AZP -> claims.claim("azp", "other-client");
      case ID_TOKEN_EXPIRED ->
          claims
              .issueTime(Date.from(now.minus(Duration.ofHours(2))))
              .expirationTime(Date.from(now.minus(Duration.ofHours(1))));
      case ID_TOKEN_NO_EXPIRY -> claims.claim("exp", null);
      case ID_TOKEN_ISSUED_IN_FUTURE ->
          claims
              .issueTime(Date.from(now.plus(Duration.ofHours(1))))
              .expirationTime(Date.from(now.plus(Duration.ofHours(2))));
      case ID_TOKEN_NO_ISSUED_AT -> claims.claim("iat", null);
      case ID_TOKEN_NO_NONCE -> claims.claim("nonce", null);
      case ID_TOKEN_WRONG_NONCE -> claims.claim("nonce", RandomText.next());
      case ID_TOKEN_WRONG_AT_HASH -> claims.claim("at_hash", RandomText.next().substring(0, 22));
      case ID_TOKEN_NO_AUTH_TIME -> claims.claim("auth_time", null);
      case ID_TOKEN_OLD_AUTH_TIME ->
          claims.claim("auth_time", now.minus(Duration.ofDays(2)).getEpochSecond());
      default -> {
        return right;
      }
    }
    return claims.build();
  }

  static String sign(
      JWTClaimsSet claims, @Nullable Misbehaviour fault, RSAKey key, TestClient client) {
    String kid = key.getKeyID();
    if (fault == null) {
      return Jwts.sign(key, "JWT", claims);
    }
    return switch (fault) {
      case ID_TOKEN_WRONG_SIGNATURE -> Jwts.sign(SigningKeys.foreign(kid), "JWT", claims);
      case ID_TOKEN_UNKNOWN_KID ->
          Jwts.sign(SigningKeys.foreign("unknown-" + RandomText.next()), "JWT", claims);
      case ID_TOKEN_NO_KID -> Jwts.sign(key, JWSAlgorithm.RS256, null, "JWT", claims);
      case ID_TOKEN_UNLISTED_ALGORITHM -> Jwts.sign(key, JWSAlgorithm.RS512, kid, "JWT", claims);
      case ID_TOKEN_ALG_NONE -> new PlainJWT(claims).serialize();
      case ID_TOKEN_HS256_PUBLIC_KEY -> Jwts.hmac(pem(key).getBytes(UTF_8), kid, claims);
      case ID_TOKEN_HS256_CLIENT_SECRET ->
          Jwts.hmac(
              (client.secret == null ? client.id : client.secret).getBytes(UTF_8), null, claims);
      case ID_TOKEN_ENCRYPTED_UNSIGNED -> encrypt(new PlainJWT(claims).serialize(), key);
      case ID_TOKEN_NOT_A_JWT -> "this-is-not-a-jwt";
      default -> Jwts.sign(key, "JWT", claims);
    };
  }

  private static String encrypt(String inner, RSAKey key) {
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A128CBC_HS256)
            .contentType("JWT")
            .keyID(key.getKeyID())
            .build();
    try {
      JWEObject jwe = new JWEObject(header, new Payload(inner));
      jwe.encrypt(new RSAEncrypter(key.toRSAPublicKey()));
      return jwe.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot encrypt", e);
    }
  }

  private static String pem(RSAKey key) {
    try {
      return "-----BEGIN PUBLIC KEY-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'})
              .encodeToString(key.toRSAPublicKey().getEncoded())
          + "\n-----END PUBLIC KEY-----\n";
    } catch (JOSEException e) {
      throw new IllegalStateException("an RSA key is an RSA key", e);
    }
  }
}
