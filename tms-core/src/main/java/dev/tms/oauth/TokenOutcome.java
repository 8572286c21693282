package dev.tms.oauth;

import static java.util.Map.entry;

import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
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

  /** What a token answer without tokens speaks of: one rule for refreshes, logins and machines. */
  public enum TokenRefusal {
    /** The grant that was handed in is over, and no later request changes that. */
    GRANT_OVER,
    /** The client, or what it asks for: it says nothing about the grant. An operator has to act. */
    CLIENT,
    /** The moment: a later request may succeed. */
    MOMENT,
    /** It cannot be told. */
    UNCLEAR;

    // RFC 6749 5.2 gives invalid_grant alone for a grant that is over; providers say it in these
    // words too (OpenID Connect Core 3.1.2.6, RFC 6750 3.1, RFC 8628 3.5, and their own)
    private static final Map<String, TokenRefusal> BY_WORD =
        Map.ofEntries(
            entry("invalid_grant", GRANT_OVER),
            entry("interaction_required", GRANT_OVER),
            entry("consent_required", GRANT_OVER),
            entry("login_required", GRANT_OVER),
            entry("account_selection_required", GRANT_OVER),
            entry("mfa_required", GRANT_OVER),
            entry("invalid_token", GRANT_OVER),
            entry("invalid_refresh_token", GRANT_OVER),
            entry("bad_refresh_token", GRANT_OVER),
            entry("expired_token", GRANT_OVER),
            entry("access_denied", GRANT_OVER),
            entry("invalid_client", CLIENT),
            entry("unauthorized_client", CLIENT),
            entry("incorrect_client_credentials", CLIENT),
            entry("unsupported_grant_type", CLIENT),
            entry("invalid_scope", CLIENT),
            entry("invalid_target", CLIENT),
            entry("invalid_dpop_proof", CLIENT),
            entry("use_dpop_nonce", CLIENT),
            entry("invalid_authorization_details", CLIENT),
            entry("not_allowed", CLIENT),
            entry("temporarily_unavailable", MOMENT),
            entry("slow_down", MOMENT),
            entry("ratelimited", MOMENT),
            entry("server_error", MOMENT));

    /**
     * The judgement of an answer with this status.
     *
     * @param word its error code in lower case; null where it has none
     */
    static TokenRefusal of(int status, @Nullable String word) {
      // a server or proxy in trouble may quote what it likes
      if (status >= 500 || status == 408 || status == 429) {
        return MOMENT;
      }
      TokenRefusal known = word == null ? null : BY_WORD.get(word);
      if (known != null) {
        return known;
      }
      // RFC 6749 5.2: 401 (Unauthorized) belongs to client authentication
      return status == 401 ? CLIENT : UNCLEAR;
    }
  }
}
