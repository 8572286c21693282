package dev.tms.testkit;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.tms.testkit.grant.Grant;
import dev.tms.testkit.grant.Grants.AccessGrant;
import dev.tms.testkit.grant.RandomText;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

final class TokenMint {
  private final Core core;

  TokenMint(Core core) {
    this.core = core;
  }

  /**
   * {@code audience} holds the requested resources (RFC 8707), or is empty for the provider itself.
   * The nonce is not repeated on a refresh (OpenID Connect Core 12.2).
   */
  record Order(
      Grant grant,
      TestClient client,
      Set<String> scopes,
      List<String> audience,
      @Nullable String refreshToken,
      boolean withIdToken,
      boolean withNonce,
      @Nullable Misbehaviour fault) {}

  Map<String, Object> issue(Order order) {
    Instant now = core.now();
    String accessToken = accessToken(order, now);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", accessToken);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", core.settings().accessTokenLifetime.toSeconds());
    if (order.refreshToken() != null) {
      answer.put("refresh_token", core.registry().issued(order.refreshToken()));
    }
    if (order.withIdToken()) {
      answer.put("id_token", idToken(order, accessToken, now));
    }
    answer.put("scope", joined(order.scopes()));
    return answer;
  }

  private String accessToken(Order order, Instant now) {
    Instant expires = now.plus(core.settings().accessTokenLifetime);
    List<String> audience =
        order.audience().isEmpty() ? List.of(core.addresses().issuer()) : order.audience();
    String token =
        core.settings().accessTokenFormat == AccessTokenFormat.OPAQUE
            ? RandomText.next()
            : accessJwt(order, audience, now, expires);
    core.grants()
        .rememberAccessToken(
            token, new AccessGrant(order.grant(), order.scopes(), audience, now, expires));
    return core.registry().issued(token);
  }

  /** RFC 9068 section 2.2. */
  private String accessJwt(Order order, List<String> audience, Instant now, Instant expires) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(core.addresses().issuer())
            .subject(order.grant().subject())
            .audience(audience)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expires))
            .jwtID(RandomText.next())
            .claim("client_id", order.client().id)
            .claim("scope", joined(order.scopes()));
    order.grant().sid().ifPresent(sid -> claims.claim("sid", sid));
    return Jwts.sign(core.keys().current(), "at+jwt", claims.build());
  }

  private String idToken(Order order, String accessToken, Instant now) {
    Grant grant = order.grant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(core.addresses().issuer())
            .subject(grant.subject())
            .audience(order.client().id)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(core.settings().idTokenLifetime)))
            .claim("at_hash", accessTokenHash(accessToken, order.fault()));
    grant.authTime().ifPresent(time -> claims.claim("auth_time", time.getEpochSecond()));
    if (core.settings().sidInIdToken) {
      grant.sid().ifPresent(sid -> claims.claim("sid", sid));
    }
    if (grant.signOn() != null && grant.signOn().acr() != null) {
      claims.claim("acr", grant.signOn().acr());
    }
    if (order.withNonce() && grant.nonce() != null) {
      claims.claim("nonce", grant.nonce());
    }
    if (order.client().azp) {
      claims.claim("azp", order.client().id);
    }
    userClaims(grant.subject(), order.scopes()).forEach(claims::claim);
    RSAKey key = core.keys().current();
    JWTClaimsSet shown = IdTokenFaults.claims(claims.build(), order.fault(), now);
    return core.registry().issued(IdTokenFaults.sign(shown, order.fault(), key, order.client()));
  }

  /** The claims that the scopes request (OpenID Connect Core 5.4). */
  Map<String, Object> userClaims(String subject, Set<String> scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    core.registry()
        .userBySubject(subject)
        .ifPresent(
            user -> {
              if (scopes.contains("profile")) {
                claims.put("name", user.name());
                claims.put("preferred_username", user.username());
              }
              if (scopes.contains("email")) {
                claims.put("email", user.email());
                claims.put("email_verified", true);
              }
            });
    return claims;
  }

  private static String accessTokenHash(String accessToken, @Nullable Misbehaviour fault) {
    JWSAlgorithm algorithm =
        fault == Misbehaviour.ID_TOKEN_UNLISTED_ALGORITHM ? JWSAlgorithm.RS512 : JWSAlgorithm.RS256;
    return AccessTokenHash.compute(new BearerAccessToken(accessToken), algorithm, null).getValue();
  }

  static String joined(Set<String> scopes) {
    return String.join(" ", new TreeSet<>(scopes));
  }
}
