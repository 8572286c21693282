package dev.tms.testkit;

/** What a request at the provider was for. */
public enum RequestKind {
  /** The discovery document. */
  DISCOVERY,
  /** The key set. */
  JWKS,
  /** An authorization request. */
  AUTHORIZATION,
  /** The login form, sent. */
  LOGIN,
  /** A token request with a code. */
  TOKEN_CODE,
  /** A token request with a refresh token. */
  TOKEN_REFRESH,
  /** A token request with client credentials. */
  TOKEN_CLIENT_CREDENTIALS,
  /** A token request with any other grant, or none. */
  TOKEN_OTHER,
  /** Userinfo. */
  USERINFO,
  /** Revocation (RFC 7009). */
  REVOCATION,
  /** Introspection (RFC 7662). */
  INTROSPECTION,
  /** RP-initiated logout. */
  END_SESSION,
  /** The protected resource that comes with the provider. */
  API,
  /** Anything else. */
  OTHER
}
