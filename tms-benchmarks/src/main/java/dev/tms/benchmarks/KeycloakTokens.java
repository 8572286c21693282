package dev.tms.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.UUID;

/**
 * Three tokens of the shape that Keycloak issues with its default client scopes: the same members
 * in the same order, of the same lengths. No one checks their signatures here, so these are random
 * bytes, which deflate no better than a signature does.
 */
public final class KeycloakTokens {
  public static final String ISSUER = "https://id.shop.example/realms/shop";
  public static final String CLIENT = "web-shop";

  private static final int RS256_BYTES = 256;
  private static final int HS512_BYTES = 64;

  private final Random random;
  private final long now;
  private final String subject;
  private final String sid;
  private final String keyId;

  public KeycloakTokens(long seed, Instant login) {
    random = new Random(seed);
    now = login.getEpochSecond();
    subject = uuid();
    sid = text(18);
    keyId = text(32);
  }

  public String subject() {
    return subject;
  }

  public String sid() {
    return sid;
  }

  public String accessToken(long secondsToLive) {
    String payload =
        """
        {"exp":%d,"iat":%d,"auth_time":%d,"jti":"onrtac:%s","iss":"%s","aud":["%s","account"],\
        "sub":"%s","typ":"Bearer","azp":"%s","sid":"%s","acr":"1",\
        "allowed-origins":["https://www.shop.example"],\
        "realm_access":{"roles":["customer","offline_access","default-roles-shop","uma_authorization"]},\
        "resource_access":{"account":{"roles":["manage-account","manage-account-links","view-profile"]}},\
        "scope":"openid email profile","email_verified":true,%s}\
        """
            .formatted(
                now + secondsToLive,
                now,
                now,
                uuid(),
                ISSUER,
                CLIENT,
                subject,
                CLIENT,
                sid,
                person());
    return signed("RS256", keyId, payload, RS256_BYTES);
  }

  /** An access token of about so many characters: it lists groups until it is that long. */
  public String accessTokenWithGroups(int characters) {
    String begin =
        """
        {"exp":%d,"iat":%d,"jti":"%s","iss":"%s","sub":"%s","typ":"Bearer","groups":["/customers\"\
        """
            .formatted(now + 300, now, uuid(), ISSUER, subject);
    StringBuilder payload = new StringBuilder(begin);
    while (signed("RS256", keyId, payload.toString(), RS256_BYTES).length() < characters) {
      payload.append(
          ",\"/regions/%02d/shops/%04d/buyers\""
              .formatted(random.nextInt(20), random.nextInt(10_000)));
    }
    return signed("RS256", keyId, payload.append("]}").toString(), RS256_BYTES);
  }

  public String idToken(String accessToken) {
    String payload =
        """
        {"exp":%d,"iat":%d,"auth_time":%d,"jti":"%s","iss":"%s","aud":"%s","sub":"%s","typ":"ID",\
        "azp":"%s","nonce":"%s","sid":"%s","at_hash":"%s","acr":"1","email_verified":true,%s}\
        """
            .formatted(
                now + 300,
                now,
                now,
                uuid(),
                ISSUER,
                CLIENT,
                subject,
                CLIENT,
                text(16),
                sid,
                accessTokenHash(accessToken),
                person());
    return signed("RS256", keyId, payload, RS256_BYTES);
  }

  public String refreshToken() {
    String payload =
        """
        {"exp":%d,"iat":%d,"jti":"%s","iss":"%s","aud":"%s","sub":"%s","typ":"Refresh","azp":"%s",\
        "sid":"%s","scope":"openid email web-origins roles acr basic profile",\
        "aud_x":["%s","account"],"prov":"default","reuse_id":"%s"}\
        """
            .formatted(
                now + 1800, now, uuid(), ISSUER, ISSUER, subject, CLIENT, sid, CLIENT, uuid());
    return signed("HS512", uuid(), payload, HS512_BYTES);
  }

  private static String person() {
    return """
    "name":"Maria Muster","preferred_username":"maria","given_name":"Maria",\
    "family_name":"Muster","email":"maria@shop.example\"\
    """;
  }

  private String signed(String algorithm, String key, String payload, int signatureBytes) {
    String header = "{\"alg\":\"%s\",\"typ\" : \"JWT\",\"kid\" : \"%s\"}".formatted(algorithm, key);
    return base64(header.getBytes(UTF_8))
        + '.'
        + base64(payload.getBytes(UTF_8))
        + '.'
        + text(signatureBytes);
  }

  /** OpenID Connect Core 3.1.3.6: the left half of the hash. */
  private static String accessTokenHash(String token) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
      return base64(Arrays.copyOf(hash, hash.length / 2));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** That many random bytes in base64url. */
  public String text(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return base64(value);
  }

  private String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
