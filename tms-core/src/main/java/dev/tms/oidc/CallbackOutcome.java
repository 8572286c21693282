package dev.tms.oidc;

/** What the provider's answer to a login comes to. */
public sealed interface CallbackOutcome {
  /** It is well-formed, belongs to the login and brings a code. */
  record Accepted(ValidatedCallback callback) implements CallbackOutcome {}

  /**
   * It is well-formed, belongs to the login and brings an error.
   *
   * @param kind what to tell the front end
   * @param reason a sentence for operators, with the provider's error code at most
   */
  record ProviderError(AuthorizationError kind, String reason) implements CallbackOutcome {}

  /** It is malformed or comes from elsewhere; the reason is a sentence for operators. */
  record Invalid(String reason) implements CallbackOutcome {}

  /** Kinds of errors in authorization responses (RFC 6749 section 4.1.2.1, Core 3.1.2.6). */
  enum AuthorizationError {
    /** The user or the provider said no. */
    ACCESS_DENIED,
    /** The user would have to do something, which {@code prompt=none} did not allow. */
    LOGIN_REQUIRED,
    /** The provider is overloaded or failing. */
    UNAVAILABLE,
    /** Anything else: usually a mistake in a configuration. */
    OTHER
  }
}
