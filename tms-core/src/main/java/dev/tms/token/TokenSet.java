package dev.tms.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one session: a refresh token, and access tokens by resource (RFC 8707). Immutable.
 *
 * @param accessTokens by resource; {@link #DEFAULT_RESOURCE} is the key of the token without one
 * @param refreshToken null if the provider issued none
 * @param refreshExpiresAt when the refresh token expires; null if the provider does not say
 * @param idToken the raw ID token, for {@code id_token_hint}; null if it is not kept
 */
public record TokenSet(
    Map<String, AccessToken> accessTokens,
    @Nullable Secret refreshToken,
    @Nullable Instant refreshExpiresAt,
    @Nullable Secret idToken) {
  /** The key of the access token requested without a resource. */
  public static final String DEFAULT_RESOURCE = "";

  /** Copies the map in its order. */
  public TokenSet {
    accessTokens = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(accessTokens));
  }

  /** The access token without a resource, or null. */
  public @Nullable AccessToken accessToken() {
    return accessTokens.get(DEFAULT_RESOURCE);
  }

  /** A copy without the raw ID token. */
  public TokenSet withoutIdToken() {
    return new TokenSet(accessTokens, refreshToken, refreshExpiresAt, null);
  }
}
