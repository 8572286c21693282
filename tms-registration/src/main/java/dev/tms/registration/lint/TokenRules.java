package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ACCESS_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS;
import static dev.tms.registration.ClientProperties.AUTHORIZATION_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.CLAIMS;
import static dev.tms.registration.ClientProperties.CLIENT_CLAIMS_PREFIX;
import static dev.tms.registration.ClientProperties.CONSENT_LIFETIME;
import static dev.tms.registration.ClientProperties.DEVICE_CODE_LIFETIME;
import static dev.tms.registration.ClientProperties.IDENTITY_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.REFRESH_TOKEN_USAGE;
import static dev.tms.registration.ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.USER_SSO_LIFETIME;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.RefreshTokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Tokens: their form, their lifetimes, and what the client brings into them. */
final class TokenRules {
  private static final Set<String> ASYMMETRIC =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
  private static final Duration LARGEST = Duration.ofSeconds(Integer.MAX_VALUE);
  private static final List<Property<Duration>> ALL =
      List.of(
          IDENTITY_TOKEN_LIFETIME,
          ACCESS_TOKEN_LIFETIME,
          AUTHORIZATION_CODE_LIFETIME,
          ABSOLUTE_REFRESH_TOKEN_LIFETIME,
          SLIDING_REFRESH_TOKEN_LIFETIME,
          CONSENT_LIFETIME,
          USER_SSO_LIFETIME,
          DEVICE_CODE_LIFETIME);
  // RFC 7519 4.1, RFC 9068 2.2, OpenID Connect Core 2
  private static final Set<String> RESERVED =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "client_id",
          "scope",
          "scp",
          "auth_time",
          "idp",
          "acr",
          "amr",
          "azp",
          "nonce",
          "at_hash",
          "c_hash",
          "sid",
          "cnf",
          "act",
          "events");

  static final List<Rule> RULES =
      List.of(
          Draft.client("id-token-algorithm", ERROR)
              .says(
                  "ID tokens may be unsigned, or signed with a shared secret or an unknown"
                      + " algorithm")
              .because(
                  "they can be made up, or no client can check them",
                  "OpenID Connect Core section 3.1.3.7")
              .advice("list RS256, PS256 or ES256, or leave the list empty")
              .each(
                  ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
                  TokenRules::isUnfit,
                  algorithm -> "algorithm " + Texts.quote(algorithm) + " is not acceptable"),
          Draft.resource("access-token-algorithm", ERROR)
              .says("access tokens may be unsigned, or signed with an unknown algorithm")
              .because("they can be made up, or no API can check them", "RFC 9068 section 4")
              .advice("list RS256, PS256 or ES256, or leave the list empty")
              .each(
                  ApiResource.ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS,
                  TokenRules::isUnfit,
                  algorithm -> "algorithm " + Texts.quote(algorithm) + " is not acceptable"),
          Draft.client("lifetime-out-of-range", ERROR)
              .says("a lifetime is not positive, or does not fit into 32 bits")
              .because(
                  "what it protects is dead at once, or the provider refuses the document",
                  "RFC 6749 section 5.1")
              .advice("set a number of seconds, or remove it for the default")
              .looks(
                  (client, spots) -> {
                    for (Property<Duration> property : ALL) {
                      client
                          .find(property)
                          .filter(life -> isOutOfRange(property, life))
                          .ifPresent(
                              life ->
                                  spots.at(
                                      property,
                                      "%s is %s s".formatted(property, life.toSeconds())));
                    }
                  }),
          Draft.client("refresh-never-ends", WARNING)
              .says("refresh tokens can be renewed for ever")
              .because(
                  "a stolen one keeps working as long as its thief uses it",
                  "RFC 9700 section 4.14.2")
              .advice("set absoluteRefreshTokenLifetime")
              .at(
                  ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                  client ->
                      client.allowOfflineAccess()
                          && client.get(ABSOLUTE_REFRESH_TOKEN_LIFETIME).isZero()),
          Draft.client("refresh-reuse-public", ERROR)
              .says("a public client may use a refresh token again and again")
              .because(
                  "without a secret nothing but one-time use shows that a refresh token was stolen",
                  "RFC 9700 section 2.2.2")
              .advice("set refreshTokenUsage to 1 (one time only)")
              .fixedBy(client -> client.with(REFRESH_TOKEN_USAGE, RefreshTokenUsage.ONE_TIME_ONLY))
              .at(
                  REFRESH_TOKEN_USAGE,
                  client ->
                      client.allowOfflineAccess()
                          && !client.requireClientSecret()
                          && client.get(REFRESH_TOKEN_USAGE) == RefreshTokenUsage.REUSE),
          Draft.client("claim-reserved", ERROR)
              .says("a client claim has the name of a claim that means something else")
              .because("it overwrites or doubles what APIs decide by", "RFC 7519 section 4.1")
              .advice("rename it, or set clientClaimsPrefix")
              .looks(
                  (client, spots) -> each(client, spots, RESERVED, "is a claim of the protocol")));

  private TokenRules() {}

  private static boolean isUnfit(String algorithm) {
    return !ASYMMETRIC.contains(algorithm) && !Placeholder.isIn(algorithm);
  }

  /** An absolute lifetime of 0 is no bound at all, which is another rule's matter. */
  private static boolean isOutOfRange(Property<Duration> property, Duration life) {
    boolean zeroMeansForever = property == ABSOLUTE_REFRESH_TOKEN_LIFETIME && life.isZero();
    return life.compareTo(LARGEST) > 0 || life.isNegative() || (life.isZero() && !zeroMeansForever);
  }

  private static void each(
      ClientRegistration client, Spots spots, Set<String> names, String message) {
    if (!client.find(CLIENT_CLAIMS_PREFIX).orElse("").isEmpty()) {
      return;
    }
    List<ClientClaim> claims = client.get(CLAIMS);
    for (int i = 0; i < claims.size(); i++) {
      ClientClaim claim = claims.get(i);
      if (names.contains(claim.type().toLowerCase(Locale.ROOT))) {
        spots.inside(CLAIMS, i, claim, ClientClaim.TYPE, Texts.quote(claim.type()) + " " + message);
      }
    }
  }
}
