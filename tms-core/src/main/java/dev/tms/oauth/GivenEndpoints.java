package dev.tms.oauth;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Endpoints of a provider that are given by hand: all that it needs, or some of them. */
record GivenEndpoints(
    @Nullable URI authorization,
    @Nullable URI token,
    @Nullable URI jwks,
    @Nullable URI userInfo,
    @Nullable URI revocation,
    @Nullable URI introspection,
    @Nullable URI endSession) {
  /**
   * The metadata of a provider that has these and no others.
   *
   * @throws IllegalArgumentException if one is missing without which no login is possible
   */
  ProviderMetadata metadata(String issuer) {
    if (authorization == null || token == null) {
      throw new IllegalArgumentException(
          "endpoints given by hand need at least the authorization endpoint and the token"
              + " endpoint");
    }
    return new ProviderMetadata(
        issuer,
        authorization,
        token,
        jwks,
        userInfo,
        revocation,
        introspection,
        endSession,
        false,
        Set.of(),
        List.of());
  }

  /** Those that are given, by the names of the builder's methods. */
  Map<String, URI> byName() {
    Map<String, URI> given = new LinkedHashMap<>();
    given.put("authorizationEndpoint", authorization);
    given.put("tokenEndpoint", token);
    given.put("jwksUri", jwks);
    given.put("userInfoEndpoint", userInfo);
    given.put("revocationEndpoint", revocation);
    given.put("introspectionEndpoint", introspection);
    given.put("endSessionEndpoint", endSession);
    given.values().removeIf(Objects::isNull);
    return given;
  }

  /** These, and for the others what was discovered. */
  ProviderMetadata over(ProviderMetadata discovered) {
    return new ProviderMetadata(
        discovered.issuer(),
        authorization != null ? authorization : discovered.authorizationEndpoint(),
        token != null ? token : discovered.tokenEndpoint(),
        jwks != null ? jwks : discovered.jwksUri(),
        userInfo != null ? userInfo : discovered.userInfoEndpoint(),
        revocation != null ? revocation : discovered.revocationEndpoint(),
        introspection != null ? introspection : discovered.introspectionEndpoint(),
        endSession != null ? endSession : discovered.endSessionEndpoint(),
        discovered.issInAnswers(),
        discovered.signatureAlgorithms(),
        discovered.unusable());
  }
}
