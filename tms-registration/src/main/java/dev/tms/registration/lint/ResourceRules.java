package dev.tms.registration.lint;

import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Described;
import dev.tms.registration.NameOr;
import dev.tms.registration.Registration;
import dev.tms.registration.ScopeProperties;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** APIs, scopes and identity resources. */
final class ResourceRules {
  private static final Set<String> NEVER_IN_USERINFO = Set.of("password", "pwd", "secret", "pin");

  static final List<Rule> RULES =
      List.of(
          Draft.resource("resource-inline-scopes", WARNING)
              .says("scopes are objects inside the API resource")
              .because(
                  "this is version 1 of the format, which newer providers refuse or ignore",
                  "practice of IdentityServer providers")
              .mend("make API scopes of them, and list their names here")
              .at(
                  ApiResource.SCOPES,
                  api -> api.scopes().stream().anyMatch(scope -> scope.inline().isPresent())),
          Draft.resource("resource-without-scopes", WARNING)
              .says("an API resource has no scopes")
              .because(
                  "no client can ask for it, and no token is made for it", "RFC 8707 section 2")
              .mend("list the scopes that are about this API")
              .at(ApiResource.SCOPES, api -> api.scopes().isEmpty()),
          Draft.resource("resource-scope-undefined", ERROR)
              .says("an API resource lists a scope that nothing defines")
              .because("asking for it ends in invalid_scope", "RFC 6749 section 3.3")
              .mend("define the API scope, or correct its name")
              .looks(
                  (api, spots) ->
                      Lists.each(
                          spots,
                          ApiResource.SCOPES,
                          api.scopes(),
                          scope -> isUndefined(scope, spots),
                          scope -> spots.knowledge().notDefined(scope.name()))),
          Draft.any("scope-without-resource", NOTE)
              .says("an API scope belongs to no API resource")
              .because(
                  "tokens with it have no audience of their own, which APIs have to check",
                  "RFC 9068 section 4")
              .mend("list it in an API resource")
              .looks(
                  (registration, spots) -> {
                    if (registration instanceof ApiScope
                        && spots.knowledge().hasApiResources()
                        && !spots.knowledge().isListed(registration.name())) {
                      spots.here(
                          "scope " + Texts.quote(registration.name()) + " has no API resource");
                    }
                  }),
          Draft.identity("identity-without-claims", WARNING)
              .says("an identity resource has no claims")
              .because("asking for it gives nothing", "OpenID Connect Core section 5.4")
              .mend("list userClaims")
              .at(ScopeProperties.USER_CLAIMS, resource -> resource.userClaims().isEmpty()),
          Draft.identity("openid-without-sub", ERROR)
              .says("openid does not give sub")
              .because("every ID token must name its user", "OpenID Connect Core section 2")
              .mend("add sub to its userClaims")
              .at(
                  ScopeProperties.USER_CLAIMS,
                  resource ->
                      resource.name().equals("openid")
                          && !resource.userClaims().isEmpty()
                          && resource.userClaims().stream()
                              .noneMatch(claim -> claim.name().equals("sub"))),
          Draft.any("scope-name", ERROR)
              .says("a scope has a name that nobody can ask for")
              .because(
                  "a scope is printable ASCII without blanks, quotes and backslashes: a blank begins the next one",
                  "RFC 6749 section 3.3")
              .mend("rename it")
              .looks(
                  (registration, spots) -> {
                    if (registration instanceof ApiResource api) {
                      Lists.each(
                          spots,
                          ApiResource.SCOPES,
                          api.scopes(),
                          scope -> !canBeAskedFor(scope.name()),
                          scope -> notAskedFor(scope.name()));
                    } else if (!(registration instanceof ClientRegistration)
                        && !canBeAskedFor(registration.name())) {
                      spots.at(ScopeProperties.NAME, notAskedFor(registration.name()));
                    }
                  }),
          Draft.any("user-claim-secret", ERROR)
              .says("a user's password or PIN is among the claims")
              .because(
                  "claims are readable by everybody who holds the token", "RFC 7519 section 12")
              .mend("remove it")
              .looks(
                  (registration, spots) ->
                      Lists.each(
                          spots,
                          ScopeProperties.USER_CLAIMS,
                          userClaims(registration),
                          claim ->
                              NEVER_IN_USERINFO.contains(claim.name().toLowerCase(Locale.ROOT)),
                          claim -> "claim " + Texts.quote(claim.name()) + " is a secret")),
          Draft.any("resource-disabled", WARNING)
              .says("a resource or scope is disabled")
              .because("asking for it ends in invalid_scope", "RFC 6749 section 3.3")
              .mend("enable it, or remove it")
              .looks(
                  (registration, spots) -> {
                    if (!registration.enabled() && !(registration instanceof ClientRegistration)) {
                      spots.at(ScopeProperties.ENABLED, registration.kind() + " is disabled");
                    }
                  }));

  private ResourceRules() {}

  private static boolean canBeAskedFor(String scope) {
    return scope.matches("[\\x21\\x23-\\x5B\\x5D-\\x7E]+");
  }

  private static String notAskedFor(String scope) {
    return "scope \"" + Texts.quote(scope) + "\" cannot be asked for";
  }

  private static boolean isUndefined(NameOr<ApiScope> scope, Spots spots) {
    return scope.inline().isEmpty()
        && spots.knowledge().hasApiScopes()
        && !spots.options().scopes().contains(scope.name())
        && !spots.knowledge().isApiScope(scope.name());
  }

  private static List<NameOr<ClientClaim>> userClaims(Registration registration) {
    return registration instanceof ClientRegistration
        ? List.of()
        : ((Described<?>) registration).get(ScopeProperties.USER_CLAIMS);
  }
}
