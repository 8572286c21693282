package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_SCOPES;
import static dev.tms.registration.ClientProperties.ALLOW_OFFLINE_ACCESS;
import static dev.tms.registration.GrantType.AUTHORIZATION_CODE;
import static dev.tms.registration.GrantType.CLIENT_CREDENTIALS;
import static dev.tms.registration.GrantType.DEVICE_CODE;
import static dev.tms.registration.GrantType.HYBRID;
import static dev.tms.registration.GrantType.PASSWORD;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Described;
import dev.tms.registration.GrantType;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.NameOr;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.ScopeProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What a client may ask for, and what defines it. */
final class ScopeRules {
  // OpenID Connect Core 5.4
  private static final Set<String> IDENTITY =
      Set.of("openid", "profile", "email", "address", "phone");
  private static final String OFFLINE = "offline_access";
  private static final Set<String> NEVER_IN_USERINFO = Set.of("password", "pwd", "secret", "pin");

  static final List<Rule> RULES =
      List.of(
          Draft.client("scopes-missing", ERROR)
              .says("the client may ask for nothing")
              .because(
                  "an empty list is no access, and every request ends in invalid_scope",
                  "RFC 6749 section 3.3")
              .advice("set allowedScopes")
              .at(ALLOWED_SCOPES, client -> client.allowedScopes().isEmpty()),
          Draft.client("openid-missing", ERROR)
              .says("users sign in through this client, and it may not ask for openid")
              .because(
                  "without openid there is no ID token, and so no login",
                  "OpenID Connect Core section 3.1.2.1")
              .advice("add openid to allowedScopes")
              .fixedBy(
                  client -> client.with(ALLOWED_SCOPES, prepend("openid", client.allowedScopes())))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.isInteractive()
                          && !client.allowedScopes().isEmpty()
                          && !client.allowedScopes().contains("openid")),
          Draft.client("scope-undefined", ERROR)
              .says("a scope is defined by no resource")
              .because(
                  "the provider answers invalid_scope at every login that asks for it",
                  "RFC 6749 section 4.1.2.1")
              .advice("define the scope, or correct its name")
              .each(
                  ALLOWED_SCOPES,
                  (scope, spots) -> isUndefined(scope, spots),
                  (scope, spots) -> spots.knowledge().notDefined(scope)),
          Draft.client("scope-disabled", WARNING)
              .says("a scope is disabled")
              .because(
                  "the provider answers invalid_scope, as if it were not there",
                  "RFC 6749 section 4.1.2.1")
              .advice("enable the scope, or remove it here")
              .each(
                  ALLOWED_SCOPES,
                  (scope, spots) -> spots.knowledge().isDisabled(scope),
                  (scope, spots) -> "scope " + Texts.quote(scope) + " is disabled"),
          Draft.client("scope-syntax", ERROR)
              .says("a scope has characters that no request can have")
              .because(
                  "a space ends a scope, so that the entry never matches", "RFC 6749 section 3.3")
              .advice("make one entry of each scope")
              .fixedBy(
                  client ->
                      client.with(
                          ALLOWED_SCOPES,
                          client.allowedScopes().stream()
                              .flatMap(scope -> Stream.of(scope.strip().split("[\\s,]+")))
                              .filter(scope -> !scope.isEmpty())
                              .distinct()
                              .toList()))
              .each(
                  ALLOWED_SCOPES,
                  scope -> scope.isEmpty() || scope.matches("(?s).*[\\s,].*"),
                  scope -> "\"" + Texts.quote(scope) + "\" is no single scope"),
          Draft.client("scope-characters", ERROR)
              .says("a scope has characters beyond printable ASCII")
              .because(
                  "no request can name it; mostly it is a letter of another alphabet that looks"
                      + " alike, or one that no one sees",
                  "RFC 6749 section 3.3")
              .advice("type the scope anew")
              .each(
                  ALLOWED_SCOPES,
                  scope -> !scope.matches("[\\s\\x21\\x23-\\x5B\\x5D-\\x7E]*"),
                  scope -> "scope " + Texts.quote(scope) + " cannot be asked for"),
          Draft.client("offline-scope-without-permission", WARNING)
              .says("offline_access is among the scopes, and refresh tokens are not allowed")
              .because(
                  "these providers decide by allowOfflineAccess alone: asking for offline_access"
                      + " ends in invalid_scope",
                  "OpenID Connect Core section 11")
              .advice("set allowOfflineAccess to true, or remove the scope")
              .fixedBy(
                  client ->
                      canRefresh(client)
                          ? client.with(ALLOW_OFFLINE_ACCESS, true)
                          : client.with(ALLOWED_SCOPES, without(OFFLINE, client.allowedScopes())))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.allowedScopes().contains(OFFLINE) && !client.allowOfflineAccess()),
          Draft.any("scope-name-clash", ERROR)
              .says("two resources define a scope of the same name")
              .because(
                  "the provider refuses to start, or one hides the other", "RFC 6749 section 3.3")
              .advice("rename one of them")
              .looks(ScopeRules::lookForClash),
          Draft.resource("resource-scope-undefined", ERROR)
              .says("an API resource lists a scope that nothing defines")
              .because("asking for it ends in invalid_scope", "RFC 6749 section 3.3")
              .advice("define the API scope, or correct its name")
              .each(
                  ApiResource.SCOPES,
                  (scope, spots) -> isUndefined(scope, spots),
                  (scope, spots) -> spots.knowledge().notDefined(scope.name())),
          Draft.identity("openid-without-sub", ERROR)
              .says("openid does not give sub")
              .because("every ID token must name its user", "OpenID Connect Core section 2")
              .advice("add sub to its userClaims")
              .at(
                  ScopeProperties.USER_CLAIMS,
                  resource ->
                      resource.name().equals("openid")
                          && !resource.userClaims().isEmpty()
                          && resource.userClaims().stream()
                              .noneMatch(claim -> claim.name().equals("sub"))),
          Draft.any("scope-name", ERROR)
              .says("a scope has a name that no one can ask for")
              .because(
                  "a scope is printable ASCII without blanks, quotes and backslashes: a blank"
                      + " begins the next one",
                  "RFC 6749 section 3.3")
              .advice("rename it")
              .looks(
                  (registration, spots) -> {
                    if (registration instanceof ApiResource api) {
                      spots.each(
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
              .because("claims are readable by everyone who holds the token", "RFC 7519 section 12")
              .advice("remove it")
              .looks(
                  (registration, spots) ->
                      spots.each(
                          ScopeProperties.USER_CLAIMS,
                          userClaims(registration),
                          claim ->
                              NEVER_IN_USERINFO.contains(claim.name().toLowerCase(Locale.ROOT)),
                          claim -> "claim " + Texts.quote(claim.name()) + " is a secret")),
          Draft.any("resource-disabled", WARNING)
              .says("a resource or scope is disabled")
              .because("asking for it ends in invalid_scope", "RFC 6749 section 3.3")
              .advice("enable it, or remove it")
              .looks(
                  (registration, spots) -> {
                    if (!registration.enabled() && !(registration instanceof ClientRegistration)) {
                      spots.at(ScopeProperties.ENABLED, registration.kind() + " is disabled");
                    }
                  }));

  private ScopeRules() {}

  /** Whether a grant gives refresh tokens; grants that are not known may. */
  private static boolean canRefresh(ClientRegistration client) {
    return client.allows(AUTHORIZATION_CODE, HYBRID, DEVICE_CODE, PASSWORD)
        || client.allowedGrantTypes().stream()
            .anyMatch(
                grant -> !grant.equals(CLIENT_CREDENTIALS) && !grant.equals(GrantType.IMPLICIT));
  }

  private static List<String> prepend(String first, List<String> rest) {
    List<String> all = new ArrayList<>();
    all.add(first);
    all.addAll(rest);
    return all;
  }

  private static List<String> without(String scope, List<String> scopes) {
    return scopes.stream().filter(one -> !one.equals(scope)).toList();
  }

  /** A document without resources of a kind says nothing of scopes of that kind. */
  private static boolean isUndefined(String scope, Spots spots) {
    Knowledge known = spots.knowledge();
    Set<String> elsewhere = spots.options().scopes();
    if (scope.equals(OFFLINE)
        || Placeholder.isIn(scope)
        || elsewhere.contains(scope)
        || known.defines(scope)) {
      return false;
    }
    if (IDENTITY.contains(scope)) {
      return known.hasIdentityResources();
    }
    if (!known.hasApiScopes() && known.isListed(scope)) {
      return false; // names alone: the scopes themselves are in another document
    }
    return known.hasApiScopes() || known.hasApiResources() || !elsewhere.isEmpty();
  }

  private static void lookForClash(Registration registration, Spots spots) {
    Knowledge known = spots.knowledge();
    String name = registration.name();
    boolean scope = registration instanceof ApiScope || registration instanceof IdentityResource;
    if (scope && known.isApiScope(name) && known.isIdentityResource(name)) {
      spots.here("%s is an API scope and an identity resource".formatted(Texts.quote(name)));
    }
    if (registration instanceof ApiResource api) {
      spots.each(
          ApiResource.SCOPES,
          api.scopes(),
          one ->
              one.inline().isPresent()
                  && (known.isDefinedTwice(one.name())
                      || known.isApiScope(one.name())
                      || known.isIdentityResource(one.name())),
          one -> "scope %s is defined elsewhere, too".formatted(Texts.quote(one.name())));
    }
  }

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
