package dev.tms.oidc;

import dev.tms.oauth.ClientSettings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Checks the claims that ID tokens and logout tokens share: issuer, audience and times.
 * Back-Channel Logout 1.0 section 2.6 has {@code iss}, {@code aud}, {@code iat} and {@code exp}
 * validated "in the same way they are validated in ID Tokens". Each check returns a sentence for
 * operators, or null. Thread-safe.
 */
final class SharedTokenRules {
  static final Duration TOLERANCE = Duration.ofSeconds(60);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private static final Set<String> USER_INFO_TYPES =
      Set.of("jwt", "application/jwt", "userinfo+jwt", "application/userinfo+jwt");
  private static final Logger log = System.getLogger(SharedTokenRules.class.getName());

  private final String issuer;
  private final String clientId;
  private final @Nullable Set<String> trustedAudiences;
  private final InstantSource clock;
  private final AtomicBoolean loggedAudiences = new AtomicBoolean();

  SharedTokenRules(String issuer, ClientSettings settings, InstantSource clock) {
    this.issuer = issuer;
    this.clientId = settings.clientId();
    this.trustedAudiences = settings.trustedAudiences();
    this.clock = clock;
  }

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

  /**
   * @param isBound whether a nonce, or an earlier token, binds this one to a login of this client
   */
  @Nullable String audienceProblem(IdTokenClaims claims, boolean isBound) {
    Set<String> others = new LinkedHashSet<>(claims.audience());
    // Core 3.1.3.7 (3): the aud Claim MUST contain its client_id
    if (!others.remove(clientId)) {
      return "its aud does not contain this client";
    }
    String azp = claims.text("azp");
    // Core 3.1.3.7 (5): if an azp Claim is present, its value is this client_id
    if (azp == null ? isOfAnotherType(claims.all().get("azp")) : !azp.equals(clientId)) {
      return "its azp is not this client";
    }
    Set<String> trusted = trustedAudiences;
    if (trusted != null) {
      // Core 3.1.3.7 (3): rejected if it contains additional audiences not trusted by the Client
      return trusted.containsAll(others)
          ? null
          : "its aud names an audience that Client.TrustedAudiences does not list";
    }
    if (others.isEmpty()) {
      return null;
    }
    if (!isBound) {
      // azp names the audience that the token was issued to
      return azp != null
          ? null
          : "it has several audiences and no azp, and Client.TrustedAudiences is not set";
    }
    if (!loggedAudiences.getAndSet(true)) {
      log.log(
          Level.INFO,
          "ID tokens have audiences besides this client. They are taken because a nonce binds each"
              + " to its login. Set Client.TrustedAudiences to say which may be there");
    }
    return null;
  }

  /**
   * Checks a signed userinfo response (Core section 5.3.2).
   *
   * @param type the header's {@code typ}
   */
  @Nullable String userInfoProblem(@Nullable String type, IdTokenClaims claims) {
    // RFC 8725 3.11: the type rules out other kinds of tokens
    String name = type == null ? "jwt" : type.toLowerCase(Locale.ROOT);
    if (!USER_INFO_TYPES.contains(name)) {
      return "its type is not that of userinfo";
    }
    // 5.3.2: if signed, the UserInfo Response SHOULD contain the Claims iss and aud
    if (claims.has("iss") && issuerProblem(claims) != null) {
      return issuerProblem(claims);
    }
    if (claims.has("aud") && !claims.audience().contains(clientId)) {
      return "its aud does not contain this client";
    }
    return claims.has("exp") ? expiryProblem(claims, claims.time("exp")) : null;
  }

  private static boolean isOfAnotherType(@Nullable Object value) {
    return value != null && !(value instanceof String);
  }

  @Nullable String timeProblem(IdTokenClaims claims) {
    return timeProblem(claims, claims.time("exp"));
  }

  /** Like {@link #timeProblem(IdTokenClaims)}, but with this expiry instead of {@code exp}. */
  @Nullable String timeProblem(IdTokenClaims claims, @Nullable Instant expiresAt) {
    String expiry = expiryProblem(claims, expiresAt);
    if (expiry != null) {
      return expiry;
    }
    Instant now = clock.instant();
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

  private @Nullable String expiryProblem(IdTokenClaims claims, @Nullable Instant expiresAt) {
    if (expiresAt == null) {
      return claims.timeProblemOf("exp");
    }
    // Core 3.1.3.7 (9): the current time MUST be before the time represented by the exp Claim
    return clock.instant().isBefore(expiresAt.plus(TOLERANCE)) ? null : "its exp has passed";
  }

  /** When a token with these times becomes too old to be accepted. */
  static Instant refusedFrom(Instant issuedAt, Instant expiresAt) {
    Instant expired = expiresAt.plus(TOLERANCE);
    Instant tooOld = tooOldAt(issuedAt);
    return expired.isBefore(tooOld) ? expired : tooOld;
  }

  private static Instant tooOldAt(Instant issuedAt) {
    return issuedAt.plus(MAX_AGE).plus(TOLERANCE);
  }
}
