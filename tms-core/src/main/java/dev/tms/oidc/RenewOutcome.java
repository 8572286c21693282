package dev.tms.oidc;

import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a refresh went. The reasons are sentences for operators. */
public sealed interface RenewOutcome {
  /**
   * The provider has answered with tokens, which must be kept. In one case the access token among
   * them is still the old one: where the provider gave a new refresh token without a usable access
   * token.
   *
   * @param trouble in that case, why there is no new access token; the next try has to wait
   */
  record Renewed(TokenSet tokens, @Nullable Unavailable trouble) implements RenewOutcome {
    /** With a new access token. */
    public Renewed(TokenSet tokens) {
      this(tokens, null);
    }

    /** Without anything secret. */
    @Override
    public String toString() {
      return "Renewed";
    }
  }

  /**
   * The provider no longer honours the refresh token.
   *
   * @param error its error code, such as {@code invalid_grant}
   * @param said the provider's own description, without anything secret
   */
  record Rejected(String error, @Nullable String said) implements RenewOutcome {
    /** An error without a description. */
    public Rejected(String error) {
      this(error, null);
    }
  }

  /**
   * It is not known, or not now.
   *
   * @param completeAnswer whether an answer arrived whole from which it is known that no tokens
   *     were issued
   * @param neverSent whether the provider cannot have seen the request
   * @param retryAfter what the answer says about trying again
   * @param reason a sentence for operators
   * @param isUnclear whether it is a refusal from which it cannot be told whether the refresh token
   *     is still good
   * @param isMisconfigured whether what the provider answers is sound and contradicts the
   *     configuration
   */
  record Unavailable(
      boolean completeAnswer,
      boolean neverSent,
      @Nullable Duration retryAfter,
      String reason,
      boolean isUnclear,
      boolean isMisconfigured)
      implements RenewOutcome {
    /** Neither such a refusal nor a contradiction to the configuration. */
    public Unavailable(
        boolean completeAnswer, boolean neverSent, @Nullable Duration retryAfter, String reason) {
      this(completeAnswer, neverSent, retryAfter, reason, false);
    }

    /** No contradiction to the configuration. */
    public Unavailable(
        boolean completeAnswer,
        boolean neverSent,
        @Nullable Duration retryAfter,
        String reason,
        boolean isUnclear) {
      this(completeAnswer, neverSent, retryAfter, reason, isUnclear, false);
    }

    /** What the provider answers is sound, and contradicts the configuration. */
    static Unavailable misconfigured(boolean neverSent, String reason) {
      return new Unavailable(!neverSent, neverSent, null, reason, false, true);
    }
  }

  /**
   * The new tokens are another user's or another client's: their {@code iss}, {@code sub}, {@code
   * aud} or {@code azp} says so (Core section 12.2).
   *
   * @param newestRefreshToken to be revoked
   * @param reason a sentence for operators
   */
  record IdentityChanged(@Nullable Secret newestRefreshToken, String reason)
      implements RenewOutcome {}
}
