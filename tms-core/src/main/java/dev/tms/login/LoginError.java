package dev.tms.login;

import java.util.Locale;

/** Why a login did not complete, as the front end is told in the parameter {@code error}. */
enum LoginError {
  /** The user or the provider refused (RFC 6749 section 4.1.2.1). */
  ACCESS_DENIED,
  /** {@code prompt=none} and no user was signed in (OpenID Connect Core 3.1.2.6). */
  LOGIN_REQUIRED,
  /** Anything else that went wrong; operators find the reason in events and log. */
  LOGIN_FAILED,
  /** The provider could not be reached. */
  PROVIDER_UNAVAILABLE,
  /** The provider's answer contradicts the configuration; an operator has to act. */
  PROVIDER_MISCONFIGURED;

  /** The value on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
