package dev.tms.oauth;

import dev.tms.token.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** What a token request hands in. */
public sealed interface Grant {
  /**
   * An authorization code (RFC 6749 section 4.1.3).
   *
   * @param code the code
   * @param redirectUri the redirect URI of the authorization request
   * @param codeVerifier the PKCE verifier (RFC 7636 section 4.5), where PKCE is used
   */
  record AuthorizationCode(Secret code, URI redirectUri, @Nullable Secret codeVerifier)
      implements Grant {}

  /**
   * A refresh token (RFC 6749 section 6).
   *
   * @param token the refresh token
   * @param resource the resource that the access token is for (RFC 8707), where there is one
   */
  record RefreshToken(Secret token, @Nullable URI resource) implements Grant {}
}
