package dev.tms.oidc;

/** Whether a logout token is the provider's. */
public sealed interface LogoutTokenOutcome {
  /** It is. */
  record Verified(LogoutToken token) implements LogoutTokenOutcome {}

  /** It is not, or not any more; the reason is a sentence for operators. */
  record Refused(String reason) implements LogoutTokenOutcome {}

  /** The provider's keys could not be had, so that nobody knows. */
  record Unavailable(String reason) implements LogoutTokenOutcome {}
}
