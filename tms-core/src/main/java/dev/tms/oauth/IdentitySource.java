package dev.tms.oauth;

/** Where TMS learns who the user is. */
public enum IdentitySource {
  /**
   * The ID token (OpenID Connect Core section 2), which is signed and bound to this client and
   * login. The default, and the strongest.
   */
  ID_TOKEN,
  /**
   * The userinfo endpoint, called with the access token (Core section 5.3). For providers without
   * ID tokens.
   */
  USERINFO,
  /**
   * The introspection of the access token (RFC 7662). For providers without ID tokens; needs a
   * client secret.
   */
  INTROSPECTION
}
