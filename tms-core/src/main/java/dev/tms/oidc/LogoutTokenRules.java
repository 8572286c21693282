package dev.tms.oidc;

import dev.tms.oauth.JwtVerifier;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules for logout tokens whose signature is good: OpenID Connect Back-Channel Logout 1.0
 * sections 2.4 and 2.6. Each answers with a sentence for operators, or null. Thread-safe.
 */
final class LogoutTokenRules {
  private static final String TYPE = "logout+jwt";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final int MOST_LENGTH = 255;

  private final String issuer;
  private final SharedTokenRules shared;

  LogoutTokenRules(String issuer, String clientId, InstantSource clock) {
    this.issuer = issuer;
    this.shared = new SharedTokenRules(issuer, clientId, clock);
  }

  LogoutTokenOutcome check(JwtVerifier.Verified token) {
    IdTokenClaims claims = new IdTokenClaims(token.claims());
    String problem = typeProblem(token.type());
    if (problem == null) {
      problem = shared.issuerProblem(claims);
    }
    if (problem == null) {
      problem = shared.audienceProblem(claims);
    }
    if (problem == null) {
      problem = shared.timeProblem(claims);
    }
    if (problem == null) {
      problem = contentProblem(claims);
    }
    return problem != null
        ? new LogoutTokenOutcome.Refused(problem)
        : new LogoutTokenOutcome.Verified(token(claims));
  }

  private LogoutToken token(IdTokenClaims claims) {
    Instant issuedAt = Objects.requireNonNull(claims.time("iat"));
    Instant expiresAt = Objects.requireNonNull(claims.time("exp"));
    return new LogoutToken(
        issuer,
        claims.text("sub"),
        claims.text("sid"),
        issuedAt,
        Objects.requireNonNull(claims.text("jti")),
        SharedTokenRules.refusedFrom(issuedAt, expiresAt));
  }

  private static @Nullable String typeProblem(@Nullable String type) {
    // 2.4: it is RECOMMENDED that logout tokens be explicitly typed, by "logout+jwt". Required
    // here:
    // RFC 8725 3.11, so that no other token of the provider can pass for one
    String name = type == null ? "" : type.toLowerCase(Locale.ROOT);
    // RFC 7515 4.1.9: as if "application/" were prepended to a typ value without a slash
    return name.equals(TYPE) || name.equals("application/" + TYPE)
        ? null
        : "its type is not that of a logout token";
  }

  private static @Nullable String contentProblem(IdTokenClaims claims) {
    if (!Objects.requireNonNull(claims.time("exp")).isAfter(claims.time("iat"))) {
      return "its exp is not after its iat";
    }
    // 2.4: events: a JSON object containing the member name of the event, whose value MUST be a
    // JSON object
    if (!(claims.all().get("events") instanceof Map<?, ?> events)
        || !(events.get(EVENT) instanceof Map<?, ?>)) {
      return "its events do not say that this is a logout";
    }
    // 2.4: the following Claim MUST NOT be used within the Logout Token: nonce
    if (claims.all().containsKey("nonce")) {
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

  /** Whether it is there, and no text of a length that an identifier has. */
  private static boolean isMalformed(IdTokenClaims claims, String name) {
    if (!claims.all().containsKey(name)) {
      return false;
    }
    String text = claims.text(name);
    return text == null || text.length() > MOST_LENGTH;
  }
}
