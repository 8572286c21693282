package dev.tms.oidc;

/** Whether a logout token is the provider's. */
public sealed interface LogoutTokenOutcome {
  /** It is. */
  record Verified(LogoutToken token) implements LogoutTokenOutcome {}

  /** It is not signed by the provider; the reason is a sentence for operators. */
  record Refused(String reason) implements LogoutTokenOutcome {}

  /**
   * The provider has signed it, and it is no valid logout token for this client; the reason is a
   * sentence for operators.
   */
  record Invalid(String reason) implements LogoutTokenOutcome {}

  /** The provider's keys could not be had, so that it is not known. */
  record Unavailable(String reason) implements LogoutTokenOutcome {}
}
