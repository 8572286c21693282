package dev.tms.registration.lint;

import static dev.tms.registration.ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME;
import static dev.tms.registration.ClientProperties.ALLOWED_CORS_ORIGINS;
import static dev.tms.registration.ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS;
import static dev.tms.registration.ClientProperties.ALLOWED_SCOPES;
import static dev.tms.registration.ClientProperties.ALLOW_OFFLINE_ACCESS;
import static dev.tms.registration.ClientProperties.CLIENT_ID;
import static dev.tms.registration.ClientProperties.ENABLED;
import static dev.tms.registration.ClientProperties.POST_LOGOUT_REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REDIRECT_URIS;
import static dev.tms.registration.ClientProperties.REFRESH_TOKEN_USAGE;
import static dev.tms.registration.RegistrationKind.API_RESOURCE;
import static dev.tms.registration.RegistrationKind.API_SCOPE;
import static dev.tms.registration.RegistrationKind.IDENTITY_RESOURCE;
import static dev.tms.registration.lint.Check.any;
import static dev.tms.registration.lint.Check.client;
import static dev.tms.registration.lint.Check.quote;
import static dev.tms.registration.lint.Check.resource;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientProperties.RefreshTokenUsage;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.GrantType;
import dev.tms.registration.NameOr;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.Registration;
import dev.tms.registration.Resource;
import dev.tms.registration.lint.Check.Spots;
import dev.tms.registration.lint.Knowledge.Similar;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Rules on scopes, tokens, and the document itself. */
final class DocumentRules {
  // OpenID Connect Core 5.4
  private static final Set<String> IDENTITY =
      Set.of("openid", "profile", "email", "address", "phone");
  private static final String OFFLINE = "offline_access";
  private static final Set<String> ASYMMETRIC =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
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
  private static final Duration LARGEST = Duration.ofSeconds(Integer.MAX_VALUE);
  private static final List<Property<Duration>> LIFETIMES =
      List.of(
          ClientProperties.IDENTITY_TOKEN_LIFETIME,
          ClientProperties.ACCESS_TOKEN_LIFETIME,
          ClientProperties.AUTHORIZATION_CODE_LIFETIME,
          ABSOLUTE_REFRESH_TOKEN_LIFETIME,
          ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME,
          ClientProperties.CONSENT_LIFETIME,
          ClientProperties.USER_SSO_LIFETIME,
          ClientProperties.DEVICE_CODE_LIFETIME);
  private static final List<Property<List<RegisteredUri>>> URIS =
      List.of(REDIRECT_URIS, POST_LOGOUT_REDIRECT_URIS, ALLOWED_CORS_ORIGINS);

  static final List<Check> ALL =
      List.of(
          client("scopes-missing").at(ALLOWED_SCOPES, client -> client.allowedScopes().isEmpty()),
          client("openid-missing")
              .fixedBy(
                  client ->
                      client.with(
                          ALLOWED_SCOPES,
                          Stream.concat(Stream.of("openid"), client.allowedScopes().stream())
                              .toList()))
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.isInteractive()
                          && !client.allowedScopes().isEmpty()
                          && !client.allowedScopes().contains("openid")),
          client("scope-undefined")
              .looks(
                  (client, spots) ->
                      spots.each(
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          scope -> isUndefined(scope, spots),
                          spots.knowledge()::notDefined)),
          client("scope-disabled")
              .looks(
                  (client, spots) ->
                      spots.each(
                          ALLOWED_SCOPES,
                          client.allowedScopes(),
                          spots.knowledge().disabled::contains,
                          scope -> "scope " + quote(scope) + " is disabled")),
          client("scope-syntax")
              .fixedBy(DocumentRules::splitScopes)
              .each(
                  ALLOWED_SCOPES,
                  scope -> scope.isEmpty() || scope.matches("(?s).*[\\s,].*"),
                  scope -> "\"" + quote(scope) + "\" is no single scope"),
          client("scope-characters")
              .each(
                  ALLOWED_SCOPES,
                  scope -> !scope.matches("[\\s\\x21\\x23-\\x5B\\x5D-\\x7E]*"),
                  scope -> "scope " + quote(scope) + " cannot be asked for"),
          client("offline-scope-without-permission")
              .fixedBy(DocumentRules::allowOfflineOrNot)
              .at(
                  ALLOWED_SCOPES,
                  client ->
                      client.allowedScopes().contains(OFFLINE) && !client.allowOfflineAccess()),
          any("scope-name-clash").looks(DocumentRules::lookForClash),
          resource(API_RESOURCE, "resource-scope-undefined")
              .looks(
                  (resource, spots) ->
                      spots.each(
                          Resource.SCOPES,
                          resource.scopes(),
                          scope -> isUndefined(scope, spots),
                          scope -> spots.knowledge().notDefined(scope.name()))),
          resource(IDENTITY_RESOURCE, "openid-without-sub")
              .at(
                  Resource.USER_CLAIMS,
                  resource ->
                      resource.name().equals("openid")
                          && !resource.userClaims().isEmpty()
                          && resource.userClaims().stream()
                              .noneMatch(claim -> claim.name().equals("sub"))),
          client("id-token-algorithm")
              .each(
                  ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
                  DocumentRules::isUnfit,
                  name -> "algorithm " + quote(name) + " is not acceptable"),
          resource(API_RESOURCE, "access-token-algorithm")
              .each(
                  Resource.ALLOWED_ACCESS_TOKEN_SIGNING_ALGORITHMS,
                  DocumentRules::isUnfit,
                  name -> "algorithm " + quote(name) + " is not acceptable"),
          client("claim-reserved").looks(DocumentRules::lookAtClaims),
          client("lifetime-out-of-range").looks(DocumentRules::lookAtLifetimes),
          client("refresh-never-ends")
              .at(
                  ABSOLUTE_REFRESH_TOKEN_LIFETIME,
                  client ->
                      client.allowOfflineAccess()
                          && client.get(ABSOLUTE_REFRESH_TOKEN_LIFETIME).isZero()),
          client("refresh-reuse-public")
              .fixedBy(client -> client.with(REFRESH_TOKEN_USAGE, RefreshTokenUsage.ONE_TIME_ONLY))
              .at(
                  REFRESH_TOKEN_USAGE,
                  client ->
                      client.allowOfflineAccess()
                          && !client.requireClientSecret()
                          && client.get(REFRESH_TOKEN_USAGE) == RefreshTokenUsage.REUSE),
          any("name-duplicate")
              .looks(
                  (registration, spots) -> {
                    if (spots.knowledge().isSecond(registration, spots.path())) {
                      spots.here(
                          "%s %s is there twice"
                              .formatted(registration.kind(), quote(registration.name())));
                    }
                  }),
          client("client-disabled").at(ENABLED, client -> !client.enabled()),
          any("member-unknown").looks(DocumentRules::lookForUnknown),
          client("uri-blanks")
              .fixedBy(DocumentRules::stripUris)
              .looks(
                  (client, spots) ->
                      URIS.forEach(
                          uris ->
                              spots.each(
                                  uris,
                                  client.get(uris),
                                  uri -> !uri.text().equals(uri.text().strip()),
                                  uri -> "\"" + quote(uri) + "\" has blanks around it"))),
          client("id-blanks")
              .fixedBy(client -> client.with(CLIENT_ID, client.clientId().strip()))
              .at(CLIENT_ID, client -> !client.clientId().equals(client.clientId().strip())));

  private DocumentRules() {}

  private static boolean isUnfit(String algorithm) {
    return !ASYMMETRIC.contains(algorithm) && !Placeholder.isIn(algorithm);
  }

  private static void lookAtClaims(ClientRegistration client, Spots spots) {
    if (!client.find(ClientProperties.CLIENT_CLAIMS_PREFIX).orElse("").isEmpty()) {
      return;
    }
    List<ClientClaim> claims = client.get(ClientProperties.CLAIMS);
    for (int i = 0; i < claims.size(); i++) {
      ClientClaim claim = claims.get(i);
      if (RESERVED.contains(claim.type().toLowerCase(Locale.ROOT))) {
        spots.inside(
            ClientProperties.CLAIMS,
            i,
            claim.writtenName(ClientClaim.TYPE),
            quote(claim.type()) + " is a claim of the protocol");
      }
    }
  }

  private static ClientRegistration splitScopes(ClientRegistration client) {
    return client.with(
        ALLOWED_SCOPES,
        client.allowedScopes().stream()
            .flatMap(scope -> Stream.of(scope.strip().split("[\\s,]+")))
            .filter(scope -> !scope.isEmpty())
            .distinct()
            .toList());
  }

  /** Unknown grants may issue refresh tokens. */
  private static ClientRegistration allowOfflineOrNot(ClientRegistration client) {
    boolean canRefresh =
        client.allowedGrantTypes().stream()
            .anyMatch(
                grant ->
                    !grant.equals(GrantType.CLIENT_CREDENTIALS)
                        && !grant.equals(GrantType.IMPLICIT));
    return canRefresh
        ? client.with(ALLOW_OFFLINE_ACCESS, true)
        : client.with(
            ALLOWED_SCOPES,
            client.allowedScopes().stream().filter(scope -> !scope.equals(OFFLINE)).toList());
  }

  private static ClientRegistration stripUris(ClientRegistration client) {
    ClientRegistration changed = client;
    for (Property<List<RegisteredUri>> uris : URIS) {
      if (!client.get(uris).isEmpty()) {
        changed =
            changed.with(
                uris,
                client.get(uris).stream()
                    .map(uri -> new RegisteredUri(uri.text().strip()))
                    .toList());
      }
    }
    return changed;
  }

  /** A document without resources of a kind says nothing about scopes of that kind. */
  private static boolean isUndefined(String scope, Spots spots) {
    Knowledge known = spots.knowledge();
    Set<String> elsewhere = spots.options().scopes();
    if (scope.equals(OFFLINE)
        || Placeholder.isIn(scope)
        || elsewhere.contains(scope)
        || known.defined.contains(scope)) {
      return false;
    }
    if (IDENTITY.contains(scope)) {
      return !known.identityResources.isEmpty();
    }
    if (known.apiScopes.isEmpty() && known.listedScopes.contains(scope)) {
      return false; // scopes by name are defined in another document
    }
    return !known.apiScopes.isEmpty() || known.hasApiResources || !elsewhere.isEmpty();
  }

  private static boolean isUndefined(NameOr<Resource> scope, Spots spots) {
    Set<String> defined = spots.knowledge().apiScopes;
    return scope.inline().isEmpty()
        && !defined.isEmpty()
        && !spots.options().scopes().contains(scope.name())
        && !defined.contains(scope.name());
  }

  private static void lookForClash(Registration registration, Spots spots) {
    Knowledge known = spots.knowledge();
    String name = registration.name();
    boolean scope = registration.kind() == API_SCOPE || registration.kind() == IDENTITY_RESOURCE;
    if (scope && known.apiScopes.contains(name) && known.identityResources.contains(name)) {
      spots.here("%s is an API scope and an identity resource".formatted(quote(name)));
    }
    if (registration instanceof Resource api) {
      spots.each(
          Resource.SCOPES,
          api.scopes(),
          one ->
              one.inline().isPresent()
                  && (known.definedTwice.contains(one.name())
                      || known.apiScopes.contains(one.name())
                      || known.identityResources.contains(one.name())),
          one -> "scope %s is defined elsewhere, too".formatted(quote(one.name())));
    }
  }

  private static void lookAtLifetimes(ClientRegistration client, Spots spots) {
    for (Property<Duration> property : LIFETIMES) {
      Duration life = client.find(property).orElse(LARGEST);
      // another rule reports an absolute lifetime of 0, which is unlimited
      boolean isForever = property == ABSOLUTE_REFRESH_TOKEN_LIFETIME && life.isZero();
      if (life.compareTo(LARGEST) > 0 || life.isNegative() || (life.isZero() && !isForever)) {
        spots.at(property, "%s is %s s".formatted(property, life.toSeconds()));
      }
    }
  }

  private static void lookForUnknown(Registration registration, Spots spots) {
    List<String> names = registration.properties().stream().map(Property::name).toList();
    for (String name : registration.unknownMembers().keySet()) {
      Similar.among(name, names)
          .ifPresent(
              known ->
                  spots.member(
                      name, "%s is not known; is %s meant?".formatted(quote(name), known)));
    }
  }
}
