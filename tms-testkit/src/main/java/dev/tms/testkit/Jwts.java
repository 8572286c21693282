package dev.tms.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.GeneralSecurityException;
import java.text.ParseException;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signs and verifies JWTs, including ones that a library would refuse to create. */
final class Jwts {
  private Jwts() {}

  static String sign(RSAKey key, @Nullable String type, JWTClaimsSet claims) {
    return sign(key, JWSAlgorithm.RS256, key.getKeyID(), type, claims);
  }

  static String sign(
      RSAKey key,
      JWSAlgorithm algorithm,
      @Nullable String keyId,
      @Nullable String type,
      JWTClaimsSet claims) {
    JWSHeader.Builder header = new JWSHeader.Builder(algorithm).keyID(keyId);
    if (type != null) {
      header.type(new JOSEObjectType(type));
    }
    try {
      SignedJWT jwt = new SignedJWT(header.build(), claims);
      jwt.sign(new RSASSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign", e);
    }
  }

  /** The library refuses short secrets. */
  static String hmac(byte[] secret, @Nullable String keyId, JWTClaimsSet claims) {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keyId).type(JOSEObjectType.JWT).build();
    String input = header.toBase64URL() + "." + Base64URL.encode(claims.toString());
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return input + "." + Base64URL.encode(mac.doFinal(input.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** The claims if one of the keys signed the JWT. Does not check {@code exp}. */
  static Optional<JWTClaimsSet> verified(String token, JWKSet keys) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWK key = keys.getKeyByKeyId(jwt.getHeader().getKeyID());
      boolean ours =
          key != null
              && jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)
              && jwt.verify(new RSASSAVerifier(key.toRSAKey()));
      return ours ? Optional.of(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }
}
