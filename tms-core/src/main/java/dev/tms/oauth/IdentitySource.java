package dev.tms.oauth;

/** Where it is learned who the user is. */
public enum IdentitySource {
  /**
   * The ID token (OpenID Connect Core section 2): signed, bound to this client and to this login.
   * The default, and the strongest.
   */
  ID_TOKEN,
  /**
   * The userinfo endpoint, asked with the access token (Core section 5.3). For providers that give
   * no ID token.
   */
  USERINFO,
  /**
   * The introspection endpoint, asked about the access token (RFC 7662). For providers that give no
   * ID token; needs a client with a secret.
   */
  INTROSPECTION
}
