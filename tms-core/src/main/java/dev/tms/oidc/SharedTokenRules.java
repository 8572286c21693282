package dev.tms.oidc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules that ID tokens and logout tokens share: who issued them, for whom, and when.
 * Back-Channel Logout 1.0 section 2.6 has {@code iss}, {@code aud}, {@code iat} and {@code exp}
 * validated "in the same way they are validated in ID Tokens". Answers are sentences for operators,
 * or null. Thread-safe.
 */
final class SharedTokenRules {
  static final Duration TOLERANCE = Duration.ofSeconds(60);
  private static final Duration LONGEST_ON_THE_WAY = Duration.ofMinutes(10);

  private final String issuer;
  private final String clientId;
  private final InstantSource clock;

  SharedTokenRules(String issuer, String clientId, InstantSource clock) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.clock = clock;
  }

  /** The provider's issuer identifier. */
  String issuer() {
    return issuer;
  }

  @Nullable String issuerProblem(IdTokenClaims claims) {
    // Core 3.1.3.7 (2): the Issuer Identifier MUST exactly match the value of the iss Claim
    String iss = claims.text("iss");
    if (iss == null) {
      return claims.problemOf("iss");
    }
    return issuer.equals(iss) ? null : "its iss is not the provider";
  }

  /** Why these claims are not meant for this client; null where they are. */
  @Nullable String audienceProblem(IdTokenClaims claims) {
    List<String> audience = claims.audience();
    // Core 3.1.3.7 (3): the aud Claim MUST contain its client_id
    if (!audience.contains(clientId)) {
      return "its aud does not contain this client";
    }
    // of several audiences azp says which one the token was issued to
    if (audience.size() > 1 && !claims.has("azp")) {
      return "it has several audiences and no azp";
    }
    // Core 3.1.3.7 (5): if an azp Claim is present, its value is this client_id
    if (claims.has("azp") && !clientId.equals(claims.text("azp"))) {
      return "its azp is not this client";
    }
    return null;
  }

  @Nullable String timeProblem(IdTokenClaims claims) {
    return timeProblem(claims, claims.time("exp"));
  }

  /** The same where the token expires at this time, whatever its {@code exp} says. */
  @Nullable String timeProblem(IdTokenClaims claims, @Nullable Instant expiresAt) {
    Instant now = clock.instant();
    // Core 3.1.3.7 (9): the current time MUST be before the time represented by the exp Claim
    if (expiresAt == null) {
      return claims.timeProblemOf("exp");
    }
    if (!now.isBefore(expiresAt.plus(TOLERANCE))) {
      return "its exp has passed";
    }
    Instant issuedAt = claims.time("iat");
    if (issuedAt == null) {
      return claims.timeProblemOf("iat");
    }
    if (issuedAt.isAfter(now.plus(TOLERANCE))) {
      return "its iat lies in the future";
    }
    // Core 3.1.3.7 (10): iat can be used to reject tokens that were issued too far away, "limiting
    // the amount of time that nonces need to be stored"; the same holds for a jti
    if (!now.isBefore(tooOldAt(issuedAt))) {
      return "its iat lies too far back";
    }
    Instant notBefore = claims.time("nbf");
    if (notBefore == null) {
      return claims.has("nbf") ? claims.timeProblemOf("nbf") : null;
    }
    return notBefore.isAfter(now.plus(TOLERANCE)) ? "its nbf lies in the future" : null;
  }

  /** From when on a token of these times is accepted no longer. */
  static Instant refusedFrom(Instant issuedAt, Instant expiresAt) {
    Instant expired = expiresAt.plus(TOLERANCE);
    Instant tooOld = tooOldAt(issuedAt);
    return expired.isBefore(tooOld) ? expired : tooOld;
  }

  private static Instant tooOldAt(Instant issuedAt) {
    return issuedAt.plus(LONGEST_ON_THE_WAY).plus(TOLERANCE);
  }
}
