package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ALLOWED_SCOPES;
import static dev.tms.registration.ClientProperties.ALLOW_OFFLINE_ACCESS;
import static dev.tms.registration.GrantType.AUTHORIZATION_CODE;
import static dev.tms.registration.GrantType.CLIENT_CREDENTIALS;
import static dev.tms.registration.GrantType.DEVICE_CODE;
import static dev.tms.registration.GrantType.HYBRID;
import static dev.tms.registration.GrantType.PASSWORD;
import static dev.tms.registration.lint.Severity.ERROR;
import static dev.tms.registration.lint.Severity.NOTE;
import static dev.tms.registration.lint.Severity.WARNING;

import dev.tms.registration.ApiResource;
import dev.tms.registration.ApiScope;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.IdentityResource;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a client may ask for. */
final class ScopeRules {
  // OpenID Connect Core 5.4
  private static final Set<String> IDENTITY =
      Set.of("openid", "profile", "email", "address", "phone");
  private static final Set<String> SAMPLES =
      Set.of("api", "api1", "api2", "api3", "scope1", "scope2", "scope", "custom.profile", "test");
  private static final String OFFLINE = "offline_access";

  static final List<Rule> RULES =
      List.of(
          Draft.client("scopes-missing", ERROR)
              .says("the client may ask for nothing")
              .because(
                  "an empty list is no access, and every request ends in invalid_scope",
                  "RFC 6749 section 3.3")
              .mend("set allowedScopes")
              .at(ALLOWED_SCOPES, client -> client.allowedScopes().isEmpty()),
          Draft.client("openid-missing", ERROR)
              .says("users sign in through this client, and it may not ask for openid")
              .because(
                  "without openid there is no ID token, and so no login",
                  "OpenID Connect Core section 3.1.2.1")
              .mend("add openid to allowedScopes")
              .fixedBy(
                  client -> client.with(ALLOWED_SCOPES, prepend("openid", client.allowedScopes())))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.isInteractive()
                          && !client.allowedScopes().isEmpty()
                          && !client.allowedScopes().contains("openid")),
          Draft.client("identity-scope-for-machine", WARNING)
              .says("a client without users may ask for a user's data")
              .because(
                  "there is no user; a request for such a scope ends in invalid_scope",
                  "OpenID Connect Core section 5.4")
              .mend("remove the scope")
              .fixedBy(
                  client ->
                      client.with(
                          ALLOWED_SCOPES,
                          client.allowedScopes().stream()
                              .filter(s -> !IDENTITY.contains(s))
                              .toList()))
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          scope -> IDENTITY.contains(scope) && isMachine(client),
                          scope -> scope + " is about users")),
          Draft.client("scope-undefined", ERROR)
              .says("a scope is defined by no resource")
              .because(
                  "the provider answers invalid_scope at every login that asks for it",
                  "RFC 6749 section 4.1.2.1")
              .mend("define the scope, or correct its name")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          scope -> isUndefined(scope, spots),
                          scope -> spots.knowledge().notDefined(scope))),
          Draft.client("scope-disabled", WARNING)
              .says("a scope is disabled")
              .because(
                  "the provider answers invalid_scope, as if it were not there",
                  "RFC 6749 section 4.1.2.1")
              .mend("enable the scope, or remove it here")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          spots.knowledge()::isDisabled,
                          scope -> "scope " + Texts.quote(scope) + " is disabled")),
          Draft.client("scope-syntax", ERROR)
              .says("a scope has characters that no request can have")
              .because(
                  "a space ends a scope, so that the entry never matches", "RFC 6749 section 3.3")
              .mend("make one entry of each scope")
              .fixedBy(
                  client ->
                      client.with(
                          ALLOWED_SCOPES,
                          client.allowedScopes().stream()
                              .flatMap(scope -> Stream.of(scope.strip().split("[\\s,]+")))
                              .filter(scope -> !scope.isEmpty())
                              .distinct()
                              .toList()))
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          scope -> scope.isEmpty() || scope.matches("(?s).*[\\s,].*"),
                          scope -> "\"" + Texts.quote(scope) + "\" is no single scope")),
          Draft.client("scope-characters", ERROR)
              .says("a scope has characters beyond printable ASCII")
              .because(
                  "no request can name it; mostly it is a letter of another alphabet that looks alike, or one that"
                      + " nobody sees",
                  "RFC 6749 section 3.3")
              .mend("type the scope anew")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          scope -> !scope.matches("[\\s\\x21\\x23-\\x5B\\x5D-\\x7E]*"),
                          scope -> "scope " + Texts.quote(scope) + " cannot be asked for")),
          Draft.client("scope-sample", NOTE)
              .says("a scope has the name of an example")
              .because(
                  "names of tutorials are left over more often than meant", "RFC 6749 section 3.3")
              .mend("name the scope after the API, or remove it")
              .looks(
                  (client, spots) ->
                      Lists.each(
                          spots,
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          SAMPLES::contains,
                          scope -> "scope " + scope + " comes from a tutorial")),
          Draft.client("offline-scope-without-permission", WARNING)
              .says("offline_access is among the scopes, and refresh tokens are not allowed")
              .because(
                  "these providers decide by allowOfflineAccess alone: asking for offline_access ends in invalid_scope",
                  "OpenID Connect Core section 11")
              .mend("set allowOfflineAccess to true, or remove the scope")
              .fixedBy(
                  client ->
                      canRefresh(client)
                          ? client.with(ALLOW_OFFLINE_ACCESS, true)
                          : client.with(ALLOWED_SCOPES, without(OFFLINE, client.allowedScopes())))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.allowedScopes().contains(OFFLINE) && !client.allowOfflineAccess()),
          Draft.client("offline-scope-listed", NOTE)
              .says("offline_access is listed among the scopes, beside allowOfflineAccess")
              .because(
                  "the scope belongs to no resource; the switch alone decides",
                  "OpenID Connect Core section 11")
              .mend("remove offline_access from allowedScopes")
              .fixedBy(
                  client -> client.with(ALLOWED_SCOPES, without(OFFLINE, client.allowedScopes())))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.allowedScopes().contains(OFFLINE) && client.allowOfflineAccess()),
          Draft.client("offline-without-grant", WARNING)
              .says("refresh tokens are allowed, and no allowed grant gives any")
              .because(
                  "implicit and client credentials never give a refresh token; sessions end with the access token",
                  "RFC 6749 section 4.2.2")
              .mend("use authorization_code with PKCE, or set allowOfflineAccess to false")
              .fixedBy(client -> client.with(ALLOW_OFFLINE_ACCESS, false))
              .at(
                  ALLOW_OFFLINE_ACCESS,
                  client ->
                      client.allowOfflineAccess()
                          && !client.allowedGrantTypes().isEmpty()
                          && !canRefresh(client)),
          Draft.any("scope-name-clash", ERROR)
              .says("two resources define a scope of the same name")
              .because(
                  "the provider refuses to start, or one hides the other", "RFC 6749 section 3.3")
              .mend("rename one of them")
              .looks(ScopeRules::lookForClash));

  private ScopeRules() {}

  private static boolean isMachine(ClientRegistration client) {
    return client.allows(CLIENT_CREDENTIALS) && !client.isInteractive() && !client.allows(PASSWORD);
  }

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
      Lists.each(
          spots,
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
}
