package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_GRANT_TYPES;
import static dev.tms.registration.ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER;
import static dev.tms.registration.ClientProperties.ALLOW_PLAIN_TEXT_PKCE;
import static dev.tms.registration.ClientProperties.PROTOCOL_TYPE;
import static dev.tms.registration.ClientProperties.REQUIRE_CLIENT_SECRET;
import static dev.tms.registration.ClientProperties.REQUIRE_PKCE;
import static dev.tms.registration.ClientProperties.REQUIRE_REQUEST_OBJECT;
import static dev.tms.registration.GrantType.AUTHORIZATION_CODE;
import static dev.tms.registration.GrantType.CLIENT_CREDENTIALS;
import static dev.tms.registration.GrantType.DEVICE_CODE;
import static dev.tms.registration.GrantType.HYBRID;
import static dev.tms.registration.GrantType.IMPLICIT;
import static dev.tms.registration.GrantType.PASSWORD;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.GrantType;
import dev.tms.registration.Placeholder;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Ways to get tokens. */
final class GrantRules {
  private static final List<GrantType> KNOWN =
      List.of(AUTHORIZATION_CODE, HYBRID, IMPLICIT, CLIENT_CREDENTIALS, PASSWORD, DEVICE_CODE);

  static final List<Rule> RULES =
      List.of(
          Draft.client("grants-missing", ERROR)
              .says("no grant is allowed")
              .because(
                  "every request for tokens is answered with unauthorized_client",
                  "RFC 6749 section 5.2")
              .advice("set allowedGrantTypes, for users to authorization_code")
              .at(ALLOWED_GRANT_TYPES, client -> client.allowedGrantTypes().isEmpty()),
          Draft.client("grant-misspelled", ERROR)
              .says("a grant is misspelled")
              .because(
                  "providers compare grants as they are written, and refuse this one",
                  "RFC 6749 section 1.3")
              .advice("write it as the specification does")
              .fixedBy(
                  client ->
                      client.with(
                          ALLOWED_GRANT_TYPES,
                          client.allowedGrantTypes().stream()
                              .map(grant -> meant(grant).orElse(grant))
                              .distinct()
                              .toList()))
              .each(
                  ALLOWED_GRANT_TYPES,
                  grant -> meant(grant).isPresent(),
                  grant ->
                      "grant %s is not known; %s is meant"
                          .formatted(Texts.quote(grant.value()), meant(grant).orElse(grant))),
          Draft.client("ui-with-client-credentials", ERROR)
              .says("a grant for users is allowed together with client credentials")
              .because(
                  "one client then stands for users and for itself, and an API cannot tell its"
                      + " tokens apart",
                  "RFC 9068 section 5")
              .advice("register two clients, one for users and one for the program itself")
              .at(
                  ALLOWED_GRANT_TYPES,
                  client -> client.isInteractive() && client.allows(CLIENT_CREDENTIALS)),
          Draft.client("grants-conflict", ERROR)
              .says("grants are allowed that these providers do not take together")
              .because(
                  "with implicit beside a code flow a provider can be talked into the weaker one;"
                      + " these providers refuse such a client",
                  "RFC 9700 section 2.1.2")
              .advice("keep one of authorization_code, hybrid and implicit")
              .at(
                  ALLOWED_GRANT_TYPES,
                  client ->
                      client.allowedGrantTypes().stream()
                              .filter(GrantType::redirects)
                              .distinct()
                              .count()
                          > 1),
          Draft.client("code-without-pkce", ERROR)
              .says("codes are given without PKCE")
              .because(
                  "anyone who gets hold of a code can redeem it, or slip it into another user's"
                      + " login",
                  "RFC 9700 section 2.1.1")
              .advice("set requirePkce to true; every current client library sends a proof key")
              .fixedBy(client -> client.with(REQUIRE_PKCE, true))
              .at(
                  REQUIRE_PKCE,
                  client -> client.allows(AUTHORIZATION_CODE, HYBRID) && !client.get(REQUIRE_PKCE)),
          Draft.client("plain-pkce", ERROR)
              .says("plain PKCE is allowed")
              .because(
                  "the proof key then travels in the authorization request, where a thief of codes"
                      + " reads it too",
                  "RFC 7636 section 7.2")
              .advice("set allowPlainTextPkce to false")
              .fixedBy(client -> client.with(ALLOW_PLAIN_TEXT_PKCE, false))
              .at(ALLOW_PLAIN_TEXT_PKCE, client -> client.get(ALLOW_PLAIN_TEXT_PKCE)),
          Draft.client("implicit-grant", WARNING)
              .says("the implicit flow is in use")
              .because(
                  "access tokens in URLs leak through history, referrers and logs, and can be"
                      + " injected",
                  "RFC 9700 section 2.1.2")
              .advice("use authorization_code with PKCE; it works in browsers, too")
              .at(ALLOWED_GRANT_TYPES, client -> client.allows(IMPLICIT)),
          Draft.client("password-grant", ERROR)
              .says("the password grant is allowed")
              .because(
                  "the client sees its users' passwords, and no second factor or other provider can"
                      + " take part",
                  "RFC 9700 section 2.4")
              .advice("use authorization_code with PKCE")
              .at(ALLOWED_GRANT_TYPES, client -> client.allows(PASSWORD)),
          Draft.client("tokens-via-browser", WARNING)
              .says("access tokens may come through the browser, and no allowed flow needs that")
              .because(
                  "the code flow fetches tokens at the token endpoint; the permission only serves"
                      + " an attacker",
                  "RFC 9700 section 2.1.2")
              .advice("set allowAccessTokensViaBrowser to false")
              .fixedBy(client -> client.with(ALLOW_ACCESS_TOKENS_VIA_BROWSER, false))
              .at(
                  ALLOW_ACCESS_TOKENS_VIA_BROWSER,
                  client ->
                      client.get(ALLOW_ACCESS_TOKENS_VIA_BROWSER)
                          && !client.allows(IMPLICIT, HYBRID)),
          Draft.client("public-client-credentials", ERROR)
              .says("client credentials are allowed without a secret")
              .because("anyone who knows the client id gets its tokens", "RFC 6749 section 4.4")
              .advice("set requireClientSecret to true and add a secret")
              .at(
                  REQUIRE_CLIENT_SECRET,
                  client -> client.allows(CLIENT_CREDENTIALS) && !client.requireClientSecret()),
          Draft.client("signed-requests", NOTE)
              .says("authorization requests must be signed")
              .because(
                  "a client that sends plain parameters, as TMS does, is refused at every login",
                  "RFC 9101 section 10.5")
              .advice("set requireRequestObject to false unless the client signs its requests")
              .at(REQUIRE_REQUEST_OBJECT, client -> client.get(REQUIRE_REQUEST_OBJECT)),
          Draft.client("other-protocol", WARNING)
              .says("the client does not speak OpenID Connect")
              .because(
                  "requests of OpenID Connect are refused for it", "OpenID Connect Core section 3")
              .advice("set protocolType to oidc")
              .looks(
                  (client, spots) -> {
                    if (!client.get(PROTOCOL_TYPE).equals("oidc")) {
                      spots.at(
                          PROTOCOL_TYPE,
                          "protocol is " + Texts.quote(client.get(PROTOCOL_TYPE)) + ", not oidc");
                    }
                  }));

  private GrantRules() {}

  /** The known grant that a text is likely to mean. */
  private static Optional<GrantType> meant(GrantType grant) {
    if (KNOWN.contains(grant) || grant.value().contains(":") || Placeholder.isIn(grant.value())) {
      return Optional.empty();
    }
    String plain = plain(grant.value());
    return KNOWN.stream()
        .filter(known -> plain.equals(plain(known.value())))
        .findFirst()
        .or(() -> plain.equals("code") ? Optional.of(AUTHORIZATION_CODE) : Optional.empty())
        .or(() -> plain.equals("devicecode") ? Optional.of(DEVICE_CODE) : Optional.empty())
        .or(
            () ->
                Similar.among(grant.value(), KNOWN.stream().map(GrantType::value).toList())
                    .map(GrantType::new));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z:]", "");
  }
}
