package dev.tms.oauth;

import static java.util.Map.entry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

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
