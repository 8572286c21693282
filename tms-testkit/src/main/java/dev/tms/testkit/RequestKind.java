package dev.tms.testkit;

/** The purpose of a request to the provider. */
public enum RequestKind {
  /** The discovery document. */
  DISCOVERY,
  /** The key set. */
  JWKS,
  /** An authorization request. */
  AUTHORIZATION,
  /** A submitted login form. */
  LOGIN,
  /** A token request with a code. */
  TOKEN_CODE,
  /** A token request with a refresh token. */
  TOKEN_REFRESH,
  /** A token request with client credentials. */
  TOKEN_CLIENT_CREDENTIALS,
  /** A token request with another grant type, or none. */
  TOKEN_OTHER,
  /** Userinfo. */
  USERINFO,
  /** Revocation (RFC 7009). */
  REVOCATION,
  /** Introspection (RFC 7662). */
  INTROSPECTION,
  /** RP-initiated logout. */
  END_SESSION,
  /** The provider's sample protected resource. */
  API,
  /** Anything else. */
  OTHER
}
