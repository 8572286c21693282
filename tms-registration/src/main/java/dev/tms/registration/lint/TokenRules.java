package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ACCESS_TOKEN_TYPE;
import static dev.tms.registration.ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS;
import static dev.tms.registration.ClientProperties.ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN;
import static dev.tms.registration.ClientProperties.INCLUDE_JWT_ID;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.AccessTokenType;
import dev.tms.registration.ApiResource;
import dev.tms.registration.Placeholder;
import java.util.List;
import java.util.Set;

/** The form of tokens. */
final class TokenRules {
  private static final Set<String> ASYMMETRIC =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");

  static final List<Rule> RULES =
      List.of(
          Draft.client("reference-token-without-introspection", WARNING)
              .says(
                  "access tokens are references, and no API here has a secret to look them up with")
              .because(
                  "an API that gets such a token has to ask the provider, and must authenticate for that",
                  "RFC 7662 section 2.1")
              .mend("give the API resource an apiSecret, or set accessTokenType to 0 (JWT)")
              .looks(
                  (client, spots) -> {
                    if (client.accessTokenType() == AccessTokenType.REFERENCE
                        && client.allowedScopes().stream()
                            .noneMatch(spots.knowledge()::isIntrospectable)) {
                      spots.at(
                          ACCESS_TOKEN_TYPE,
                          "no API of this client's scopes has a secret in this document");
                    }
                  }),
          Draft.client("token-without-id", NOTE)
              .says("access tokens have no id")
              .because(
                  "an API cannot notice a token that is presented twice, and logs cannot name it",
                  "RFC 9068 section 2.2")
              .mend("set includeJwtId to true")
              .fixedBy(client -> client.with(INCLUDE_JWT_ID, true))
              .at(
                  INCLUDE_JWT_ID,
                  client ->
                      client.accessTokenType() == AccessTokenType.JWT && !client.includeJwtId()),
          Draft.client("user-claims-in-id-token", NOTE)
              .says("all claims of a user are put into the ID token")
              .because(
                  "it grows beyond what cookies and URLs hold, and personal data travels with every logout",
                  "OpenID Connect Core section 5.4")
              .mend("set alwaysIncludeUserClaimsInIdToken to false, and ask userinfo")
              .at(
                  ALWAYS_INCLUDE_USER_CLAIMS_IN_ID_TOKEN,
                  client -> client.isInteractive() && client.alwaysIncludeUserClaimsInIdToken()),
          Draft.client("id-token-algorithm", ERROR)
              .says(
                  "ID tokens may be unsigned, or signed with a shared secret or an unknown algorithm")
              .because(
                  "they can be made up, or no client can check them",
                  "OpenID Connect Core section 3.1.3.7")
              .mend("list RS256, PS256 or ES256, or leave the list empty")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
                          client.allowedIdentityTokenSigningAlgorithms(),
                          TokenRules::isUnfit,
                          algorithm ->
                              "algorithm " + Texts.quote(algorithm) + " is not acceptable")),
          Draft.resource("access-token-algorithm", ERROR)
              .says("access tokens may be unsigned, or signed with an unknown algorithm")
              .because("they can be made up, or no API can check them", "RFC 9068 section 4")
              .mend("list RS256, PS256 or ES256, or leave the list empty")
              .looks(
                  (api, spots) ->
                      Lists.each(
                          spots,
                          ApiResource.ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS,
                          api.allowedAccessTokenSigningAlgorithms(),
                          TokenRules::isUnfit,
                          algorithm ->
                              "algorithm " + Texts.quote(algorithm) + " is not acceptable")));

  private TokenRules() {}

  private static boolean isUnfit(String algorithm) {
    return !ASYMMETRIC.contains(algorithm) && !Placeholder.isIn(algorithm);
  }
}
