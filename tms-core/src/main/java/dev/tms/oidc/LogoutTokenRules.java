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
 * Checks logout tokens whose signature is valid: OpenID Connect Back-Channel Logout 1.0 sections
 * 2.4 and 2.6. Each check returns a sentence for operators, or null. Thread-safe.
 */
final class LogoutTokenRules {
  private static final Set<String> TYPES = Set.of("logout+jwt", "jwt");
  // RFC 7515 4.1.9: as if "application/" were prepended to a typ value without a slash
  private static final String MEDIA_TYPE = "application/";
  private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
  private static final int MAX_IDENTIFIER_LENGTH = 255;
  // 2.4: exp is RECOMMENDED to be "at most two minutes in the future". Early drafts, which some
  // providers implement, had no exp
  private static final Duration DEFAULT_LIFETIME = Duration.ofMinutes(2);

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
    if (problem != null) {
      return new LogoutTokenOutcome.Invalid(problem);
    }
    Instant acceptableUntil =
        SharedTokenRules.refusedFrom(
            Objects.requireNonNull(claims.time("iat")), Objects.requireNonNull(expiresAt(claims)));
    return new LogoutTokenOutcome.Verified(
        new LogoutToken(shared.issuer(), claims, acceptableUntil));
  }

  /**
   * Returns {@code exp} or its default; null if {@code exp} is malformed or {@code iat} is missing.
   */
  private static @Nullable Instant expiresAt(IdTokenClaims claims) {
    Instant issuedAt = claims.time("iat");
    return claims.has("exp") || issuedAt == null
        ? claims.time("exp")
        : issuedAt.plus(DEFAULT_LIFETIME);
  }

  private static @Nullable String typeProblem(@Nullable String type) {
    // 2.4: it is RECOMMENDED that logout tokens be explicitly typed, by "logout+jwt". Without typ,
    // or with JWT, events and nonce tell them from ID tokens; RFC 8725 3.11: any other type means
    // another kind of token
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

  /**
   * Whether the claim is present but not a string of valid length. A null claim counts as absent.
   */
  private static boolean isMalformed(IdTokenClaims claims, String name) {
    if (!claims.has(name)) {
      return false;
    }
    String text = claims.text(name);
    return text == null || text.length() > MAX_IDENTIFIER_LENGTH;
  }
}
