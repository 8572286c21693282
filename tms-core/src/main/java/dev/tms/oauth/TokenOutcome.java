package dev.tms.oauth;

import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a token request went. */
public sealed interface TokenOutcome {
  /**
   * Tokens (RFC 6749 section 5.1).
   *
   * @param accessToken with what was granted as its scopes, or what was asked for at most
   * @param refreshToken null where the answer has none
   * @param refreshExpiresAt where the provider says so
   * @param idToken not verified yet; null where the answer has none
   * @param lifetimeIsKnown whether answer or token say how long the access token lives
   * @param scopesAreKnown whether the answer says what was granted
   */
  record Issued(
      AccessToken accessToken,
      @Nullable Secret refreshToken,
      @Nullable Instant refreshExpiresAt,
      @Nullable Secret idToken,
      boolean lifetimeIsKnown,
      boolean scopesAreKnown)
      implements TokenOutcome {}

  /**
   * The provider has carried out the request, and its access token is missing or not a bearer
   * token. A refresh token is good anyway, and the one that was handed in perhaps is not any more.
   *
   * @param refreshToken null where the answer has none
   * @param refreshExpiresAt where the provider says so
   * @param reason a sentence for operators
   */
  record Unusable(@Nullable Secret refreshToken, @Nullable Instant refreshExpiresAt, String reason)
      implements TokenOutcome {}

  /**
   * The provider refuses (RFC 6749 section 5.2), and not for the moment alone.
   *
   * @param refusal what it speaks of; never {@link TokenRefusal#MOMENT}
   * @param status the HTTP status
   * @param error its code in lower case, or {@code unrecognized} where there is none that can be
   *     repeated
   * @param hasCode whether the answer has a code at all
   * @param retryAfter what the answer says about trying again
   * @param explanation what is known of such an error, a sentence for operators
   * @param said the beginning of the provider's own description, without anything secret; for logs
   */
  record Rejected(
      TokenRefusal refusal,
      int status,
      String error,
      boolean hasCode,
      @Nullable Duration retryAfter,
      @Nullable String explanation,
      @Nullable String said)
      implements TokenOutcome {
    /** The code, with the explanation where there is one. */
    public String inWords() {
      String code = hasCode ? error : status + " without an error code";
      if (hasCode && error.equals("unrecognized")) {
        code = status + " with an unknown error";
      }
      return explanation == null ? code : code + ": " + explanation;
    }
  }

  /**
   * It is not known, or not now.
   *
   * @param neverSent whether the provider cannot have seen the request
   * @param completeAnswer whether an answer arrived whole from which it is known that no tokens
   *     were issued
   * @param retryAfter what the answer says about trying again
   * @param reason a sentence for operators
   */
  record Unavailable(
      boolean neverSent, boolean completeAnswer, @Nullable Duration retryAfter, String reason)
      implements TokenOutcome {}
}
