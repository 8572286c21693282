package dev.tms.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.openid.connect.sdk.claims.AccessTokenHash;
import dev.tms.oauth.JwtVerifier;
import dev.tms.token.Secret;
import dev.tms.token.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks ID tokens whose signature is valid: Core section 3.1.3.7 at login, section 12.2 at a
 * refresh. Each check returns a sentence for operators, or null. Thread-safe.
 */
final class IdTokenRules {
  private static final Duration TOLERANCE = SharedTokenRules.TOLERANCE;

  private final SharedTokenRules shared;
  private final String clientId;
  private final InstantSource clock;

  IdTokenRules(SharedTokenRules shared, String clientId, InstantSource clock) {
    this.shared = shared;
    this.clientId = clientId;
    this.clock = clock;
  }

  @Nullable String problemAtLogin(
      JwtVerifier.Verified token, Transaction transaction, Secret accessToken) {
    IdTokenClaims claims = new IdTokenClaims(token.claims());
    String problem = problemAnyTime(token, claims, accessToken);
    if (problem != null) {
      return problem;
    }
    // 3.1.3.7 (11): a nonce Claim MUST be present and its value checked
    String nonce = claims.text("nonce");
    if (nonce == null) {
      return claims.problemOf("nonce")
          + (claims.isMissing("nonce")
              ? ", so nothing binds it to this login; if the provider never repeats the nonce, set"
                  + " Client.Identity to userinfo"
              : "");
    }
    if (!Transaction.isEqual(nonce, transaction.nonce())) {
      String malformed = claims.problemOf("nonce", nonce);
      return malformed != null ? malformed : "its nonce is not the one of this login";
    }
    return authTimeProblem(claims, transaction.maxAge());
  }

  /** Checks the ID token of a refresh by itself, not against the login. */
  @Nullable String problemAtRefresh(JwtVerifier.Verified token, Secret accessToken) {
    return problemAnyTime(token, new IdTokenClaims(token.claims()), accessToken);
  }

  /**
   * Checks whether a refreshed ID token names another user or client than the login. A missing or
   * malformed claim names neither: {@link #problemAtRefresh} rejects such a token.
   */
  @Nullable String contradiction(IdTokenClaims claims, User login) {
    // 12.2: its iss MUST be the same, its sub MUST be the same
    if (isOther(claims.text("iss"), login.issuer())) {
      return "its iss has changed";
    }
    if (isOther(claims.identifier("sub"), login.subject())) {
      return "its sub has changed";
    }
    // 2: aud MUST contain the OAuth 2.0 client_id of the Relying Party
    List<String> audience = claims.audience();
    if (!audience.isEmpty() && !audience.contains(clientId)) {
      return "its aud has changed";
    }
    if (isOther(claims.identifier("azp"), clientId)) {
      return "its azp has changed";
    }
    return null;
  }

  private static boolean isOther(@Nullable String named, String expected) {
    return named != null && !named.equals(expected);
  }

  /**
   * Checks the other rules of section 12.2. Real providers violate them, so this ends no session.
   *
   * @param previous the known claims of the previous ID token
   */
  @Nullable String deviation(IdTokenClaims claims, User login, IdTokenClaims previous) {
    // 12.2: its aud MUST include that of the original ID Token; an additional audience was not
    // covered when the nonce bound the token to the login
    Set<String> audience = Set.copyOf(previous.audience());
    if (!audience.isEmpty() && !audience.equals(Set.copyOf(claims.audience()))) {
      return "its aud is not that of the login";
    }
    // 12.2: auth_time MUST represent the time of the original authentication
    Instant authTime = claims.time("auth_time");
    boolean isOdd = authTime == null && claims.has("auth_time");
    boolean hasMoved =
        authTime != null
            && login.authenticatedAt() != null
            && authTime.getEpochSecond() != login.authenticatedAt().getEpochSecond();
    if ((isOdd || hasMoved) && !claims.hasSame("auth_time", previous)) {
      return "its auth_time is not that of the login";
    }
    // 12.2: it SHOULD NOT have a nonce; however, if it is present, it MUST be the same
    String nonce = previous.text("nonce");
    if (nonce == null) {
      nonce = login.claims().string("nonce").orElse(null);
    }
    if (claims.has("nonce") && nonce != null && !nonce.equals(claims.text("nonce"))) {
      return "its nonce is not that of the login";
    }
    return null;
  }

  private @Nullable String problemAnyTime(
      JwtVerifier.Verified token, IdTokenClaims claims, Secret accessToken) {
    // RFC 8725 3.11: the type rules out other kinds of tokens, such as logout+jwt and at+jwt
    String type = token.type();
    if (type != null && type.toLowerCase(Locale.ROOT).endsWith("+jwt")) {
      return "its type is not that of an ID token";
    }
    String problem = shared.issuerProblem(claims);
    if (problem == null) {
      problem = claims.subjectProblem();
    }
    if (problem == null) {
      problem = shared.audienceProblem(claims, true);
    }
    if (problem == null) {
      problem = shared.timeProblem(claims);
    }
    return problem != null ? problem : accessTokenProblem(token, claims, accessToken);
  }

  /** Checks {@code auth_time} against the requested {@code max_age}. */
  @Nullable String authTimeProblem(IdTokenClaims claims, @Nullable Duration maxAge) {
    // without max_age it does not matter: some providers send 0, or milliseconds
    if (maxAge == null) {
      return null;
    }
    // 3.1.2.1: when max_age is used, the ID Token MUST include an auth_time; 3.1.3.7 (13): check it
    Instant authTime = claims.time("auth_time");
    if (authTime == null) {
      return claims.timeProblemOf("auth_time") + ", and max_age was asked for";
    }
    Instant now = clock.instant();
    if (authTime.isAfter(now.plus(TOLERANCE))) {
      return "its auth_time lies in the future";
    }
    return authTime.isBefore(now.minus(maxAge).minus(TOLERANCE))
        ? "its auth_time is older than the max_age that was asked for"
        : null;
  }

  private static @Nullable String accessTokenProblem(
      JwtVerifier.Verified token, IdTokenClaims claims, Secret accessToken) {
    if (claims.isMissing("at_hash")) {
      return null;
    }
    // 3.1.3.8: the hash MUST match the value of at_hash where that is present
    JWSAlgorithm named = JWSAlgorithm.parse(token.algorithm());
    boolean edwards = JWSAlgorithm.Family.ED.contains(named);
    // RFC 9864: Ed25519 is the newer name of EdDSA
    JWSAlgorithm algorithm = edwards ? JWSAlgorithm.EdDSA : named;
    AccessTokenHash expected =
        AccessTokenHash.compute(
            new BearerAccessToken(accessToken.reveal()), algorithm, edwards ? Curve.Ed25519 : null);
    String actual = claims.text("at_hash");
    return expected != null && actual != null && Transaction.isEqual(actual, expected.getValue())
        ? null
        : "its at_hash does not belong to the access token";
  }

  static User user(IdTokenClaims claims, dev.tms.token.Claims merged) {
    return new User(
        Objects.requireNonNull(claims.text("iss")),
        Objects.requireNonNull(claims.text("sub")),
        claims.text("sid"),
        Objects.requireNonNull(claims.time("iat")),
        claims.time("auth_time"),
        claims.text("acr"),
        merged);
  }

  /** The user of a login without ID token, signed in now. */
  User userWithoutIdToken(IdTokenClaims claims) {
    return new User(
        shared.issuer(),
        Objects.requireNonNull(claims.text("sub")),
        claims.text("sid"),
        clock.instant(),
        claims.time("auth_time"),
        claims.text("acr"),
        dev.tms.token.Claims.NONE);
  }
}
