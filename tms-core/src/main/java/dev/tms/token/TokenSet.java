package dev.tms.token;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider has issued for one session: one refresh token, and access tokens by resource (RFC
 * 8707).
 *
 * @param accessTokens by resource; the key of the token without a resource is {@link
 *     #DEFAULT_RESOURCE}
 * @param refreshToken null where the provider gave none
 * @param refreshExpiresAt when the refresh token stops working, where the provider said so
 * @param idToken the raw ID token, for {@code id_token_hint}; null where none is kept
 */
public record TokenSet(
    Map<String, AccessToken> accessTokens,
    @Nullable Secret refreshToken,
    @Nullable Instant refreshExpiresAt,
    @Nullable Secret idToken) {
  /** Key of the access token that was asked for without a resource. */
  public static final String DEFAULT_RESOURCE = "";

  /** Copies the map, keeping its order. */
  public TokenSet {
    accessTokens = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(accessTokens));
  }

  /** The access token without a resource, or null. */
  public @Nullable AccessToken accessToken() {
    return accessTokens.get(DEFAULT_RESOURCE);
  }

  /** The same without the raw ID token. */
  public TokenSet withoutIdToken() {
    return new TokenSet(accessTokens, refreshToken, refreshExpiresAt, null);
  }
}
