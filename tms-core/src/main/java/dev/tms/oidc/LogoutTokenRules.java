package dev.tms.oidc;

import dev.tms.oauth.JwtVerifier;
import dev.tms.oidc.OidcClient.LogoutToken;
import dev.tms.oidc.OidcClient.LogoutTokenOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules for logout tokens whose signature is good: OpenID Connect Back-Channel Logout 1.0
 * sections 2.4 and 2.6. Each answers with a sentence for operators, or null. Thread-safe.
 */
final class LogoutTokenRules {
  private static final Set<String> TYPES = Set.of("logout+jwt", "jwt");
  // RFC 7515 4.1.9: as if "application/" were prepended to a typ value without a slash
  private static final String MEDIA_TYPE = "application/";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final int MOST_LENGTH = 255;
  // 2.4: exp is RECOMMENDED to be "at most two minutes in the future"; early drafts, after which
  // providers were built, had none
  private static final Duration LIFE_WITHOUT_EXP = Duration.ofMinutes(2);

  private final SharedTokenRules shared;

  LogoutTokenRules(SharedTokenRules shared) {
    this.shared = shared;
  }

  LogoutTokenOutcome check(JwtVerifier.Verified token) {
    IdTokenClaims claims = new IdTokenClaims(token.claims());
    String problem = typeProblem(token.type());
    if (problem == null) {
      problem = shared.issuerProblem(claims);
    }
    if (problem == null) {
      problem = shared.audienceProblem(claims, false);
    }
    if (problem == null) {
      problem = shared.timeProblem(claims, expiresAt(claims));
    }
    if (problem == null) {
      problem = contentProblem(claims);
    }
    return problem != null
        ? new LogoutTokenOutcome.Invalid(problem)
        : new LogoutTokenOutcome.Verified(token(claims));
  }

  private LogoutToken token(IdTokenClaims claims) {
    Instant issuedAt = Objects.requireNonNull(claims.time("iat"));
    Instant expiresAt = Objects.requireNonNull(expiresAt(claims));
    return new LogoutToken(
        shared.issuer(),
        claims.text("sub"),
        claims.text("sid"),
        issuedAt,
        Objects.requireNonNull(claims.text("jti")),
        SharedTokenRules.refusedFrom(issuedAt, expiresAt));
  }

  /** When it expires; null where that is malformed, or neither {@code exp} nor {@code iat} says. */
  private static @Nullable Instant expiresAt(IdTokenClaims claims) {
    Instant issuedAt = claims.time("iat");
    return claims.has("exp") || issuedAt == null
        ? claims.time("exp")
        : issuedAt.plus(LIFE_WITHOUT_EXP);
  }

  private static @Nullable String typeProblem(@Nullable String type) {
    // 2.4: it is RECOMMENDED that logout tokens be explicitly typed, by "logout+jwt". Providers
    // that have none, or JWT, are told apart from ID tokens by events and nonce; RFC 8725 3.11:
    // a token that is typed as something else is something else
    if (type == null) {
      return null;
    }
    String name = type.toLowerCase(Locale.ROOT);
    return TYPES.contains(name.startsWith(MEDIA_TYPE) ? name.substring(MEDIA_TYPE.length()) : name)
        ? null
        : "its typ is not that of a logout token";
  }

  private static @Nullable String contentProblem(IdTokenClaims claims) {
    if (!Objects.requireNonNull(expiresAt(claims)).isAfter(claims.time("iat"))) {
      return "its exp is not after its iat";
    }
    // 2.4: events: a JSON object containing the member name of the event, whose value MUST be a
    // JSON object
    if (!(claims.all().get("events") instanceof Map<?, ?> events)
        || !(events.get(EVENT) instanceof Map<?, ?>)) {
      return "its events do not say that this is a logout";
    }
    // 2.4: the following Claim MUST NOT be used within the Logout Token: nonce
    if (claims.has("nonce")) {
      return "it has a nonce, as ID tokens have";
    }
    // 2.4: a Logout Token MUST contain either a sub or a sid Claim, and MAY contain both
    if (isMalformed(claims, "sub") || isMalformed(claims, "sid")) {
      return "its sub or sid is malformed";
    }
    if (claims.text("sub") == null && claims.text("sid") == null) {
      return "it has neither sub nor sid";
    }
    // 2.4: jti REQUIRED
    if (claims.text("jti") == null || isMalformed(claims, "jti")) {
      return "its jti is missing or malformed";
    }
    return null;
  }

  /** Whether it is there, and no text of a length that an identifier has; null is not there. */
  private static boolean isMalformed(IdTokenClaims claims, String name) {
    if (!claims.has(name)) {
      return false;
    }
    String text = claims.text(name);
    return text == null || text.length() > MOST_LENGTH;
  }
}
