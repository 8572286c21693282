package dev.tms.registration.keycloak;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.Property;
import dev.tms.registration.RefreshTokenExpiration;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** One conversion from Keycloak. */
final class FromKeycloak {
  private static final Set<String> PLUMBING =
      Set.of("basic", "acr", "web-origins", "roles", "service_account");

  private final KeycloakSource source;
  private ClientRegistration result;

  FromKeycloak(KeycloakClient client) {
    this.source = new KeycloakSource(client);
    this.result = ClientRegistration.named(client.clientId());
  }

  Converted<ClientRegistration> convert() {
    source.text("name").ifPresent(t -> result = result.with(ClientProperties.CLIENT_NAME, t));
    source
        .text("description")
        .ifPresent(t -> result = result.with(ClientProperties.DESCRIPTION, t));
    result = result.with(ClientProperties.ENABLED, source.flag("enabled", true));
    if (!source.peek("protocol").orElse("openid-connect").equals("openid-connect")) {
      source.lose("protocol", "converted as a client of OpenID Connect");
    }
    grants();
    secret();
    uris();
    scopes();
    result = result.with(ClientProperties.REQUIRE_CONSENT, source.flag("consentRequired", false));
    logout();
    lifetimes();
    mappers();
    return new Converted<>(result, source.losses());
  }

  private void grants() {
    Set<GrantType> grants = new LinkedHashSet<>();
    boolean code = source.flag("standardFlowEnabled", true);
    boolean implicit = source.flag("implicitFlowEnabled", false);
    if (code && implicit) {
      grants.add(GrantType.HYBRID);
    } else if (code || implicit) {
      grants.add(code ? GrantType.AUTHORIZATION_CODE : GrantType.IMPLICIT);
    }
    if (source.flag("directAccessGrantsEnabled", false)) {
      grants.add(GrantType.PASSWORD);
    }
    if (source.flag("serviceAccountsEnabled", false)) {
      grants.add(GrantType.CLIENT_CREDENTIALS);
    }
    if ("true".equals(source.attribute(Attributes.DEVICE))) {
      grants.add(GrantType.DEVICE_CODE);
    }
    if (implicit) {
      result = result.with(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER, true);
    }
    String pkce = source.attribute(Attributes.PKCE);
    result =
        result
            .with(ClientProperties.ALLOWED_GRANT_TYPES, List.copyOf(grants))
            .with(ClientProperties.REQUIRE_PKCE, pkce != null);
    if ("plain".equals(pkce)) {
      result = result.with(ClientProperties.ALLOW_PLAIN_TEXT_PKCE, true);
    }
  }

  private void secret() {
    result =
        result.with(ClientProperties.REQUIRE_CLIENT_SECRET, !source.flag("publicClient", false));
    source
        .text("secret")
        .filter(secret -> !secret.matches("\\*+")) // exports write asterisks
        .ifPresent(
            secret ->
                result =
                    result.with(
                        ClientProperties.CLIENT_SECRETS,
                        List.of(
                            ClientSecret.shared(
                                "from Keycloak", SecretHash.of(Secret.of(secret))))));
    String authenticator = source.peek("clientAuthenticatorType").orElse("client-secret");
    if (result.requireClientSecret() && !authenticator.equals("client-secret")) {
      source.lose("clientAuthenticatorType", "only secrets are converted");
    }
  }

  private void uris() {
    String root = source.peek("rootUrl").orElse("");
    List<RegisteredUri> redirects = new ArrayList<>();
    for (String uri : source.texts("redirectUris")) {
      redirects.add(new RegisteredUri(uri.startsWith("/") ? root + uri : uri));
    }
    result = result.with(ClientProperties.REDIRECT_URIS, redirects);
    if (redirects.stream().anyMatch(RegisteredUri::hasWildcard)) {
      source.lose("redirectUris", "wildcards are kept as texts, and match nothing elsewhere");
    }
    Set<RegisteredUri> origins = new LinkedHashSet<>();
    for (String origin : new LinkedHashSet<>(source.texts("webOrigins"))) {
      if (origin.equals("+")) {
        redirects.forEach(
            uri -> uri.origin().ifPresent(o -> origins.add(new RegisteredUri(o.toString()))));
      } else {
        origins.add(new RegisteredUri(origin));
      }
    }
    result = result.with(ClientProperties.ALLOWED_CORS_ORIGINS, List.copyOf(origins));
    Set<RegisteredUri> after = new LinkedHashSet<>();
    // absent, and "+", is the redirect URIs; "-" is none
    String registered = source.attribute(Attributes.POST_LOGOUT);
    String[] pages = (registered == null ? "+" : registered).split(Attributes.SEPARATOR, -1);
    for (String uri : new LinkedHashSet<>(List.of(pages))) {
      if (uri.equals("+")) {
        after.addAll(redirects);
      } else if (!uri.equals("-") && !uri.isEmpty()) {
        after.add(new RegisteredUri(uri.startsWith("/") ? root + uri : uri));
      }
    }
    result = result.with(ClientProperties.POST_LOGOUT_REDIRECT_URIS, List.copyOf(after));
    source
        .text("baseUrl")
        .map(uri -> uri.startsWith("/") ? root + uri : uri)
        .ifPresent(
            uri -> result = result.with(ClientProperties.CLIENT_URI, new RegisteredUri(uri)));
    attribute(
        Attributes.LOGO, (c, uri) -> c.with(ClientProperties.LOGO_URI, new RegisteredUri(uri)));
  }

  private void scopes() {
    Set<String> scopes = new LinkedHashSet<>();
    if (result.isInteractive()) {
      scopes.add("openid");
    }
    scopes.addAll(source.texts("defaultClientScopes"));
    scopes.addAll(source.texts("optionalClientScopes"));
    scopes.removeAll(PLUMBING);
    result =
        result
            .with(ClientProperties.ALLOW_OFFLINE_ACCESS, scopes.remove("offline_access"))
            .with(ClientProperties.ALLOWED_SCOPES, List.copyOf(scopes));
  }

  private void logout() {
    attribute(
        Attributes.BACK_CHANNEL,
        (c, uri) -> c.with(ClientProperties.BACK_CHANNEL_LOGOUT_URI, new RegisteredUri(uri)));
    attribute(
        Attributes.BACK_CHANNEL_SESSION,
        (c, flag) ->
            c.with(ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED, flag.equals("true")));
    attribute(
        Attributes.FRONT_CHANNEL,
        (c, uri) -> c.with(ClientProperties.FRONT_CHANNEL_LOGOUT_URI, new RegisteredUri(uri)));
    attribute(
        Attributes.FRONT_CHANNEL_SESSION,
        (c, flag) ->
            c.with(ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED, flag.equals("true")));
    source.take("frontchannelLogout");
  }

  private void lifetimes() {
    seconds(Attributes.ACCESS_TOKEN_LIFE, ClientProperties.ACCESS_TOKEN_LIFETIME);
    seconds(Attributes.DEVICE_LIFE, ClientProperties.DEVICE_CODE_LIFETIME);
    seconds(Attributes.OFFLINE_MAX, ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME);
    if (source.hasAttribute(Attributes.OFFLINE_IDLE)) {
      seconds(Attributes.OFFLINE_IDLE, ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME);
      result =
          result.with(ClientProperties.REFRESH_TOKEN_EXPIRATION, RefreshTokenExpiration.SLIDING);
    }
    attribute(
        Attributes.ID_TOKEN_ALGORITHM,
        (c, name) ->
            c.with(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS, List.of(name)));
    attribute(
        Attributes.REQUEST_OBJECT,
        (c, value) ->
            c.with(ClientProperties.REQUIRE_REQUEST_OBJECT, !value.equals("not required")));
  }

  private void seconds(String attribute, Property<Duration> property) {
    source
        .seconds(attribute)
        .ifPresent(seconds -> result = result.with(property, Duration.ofSeconds(seconds)));
  }

  private void attribute(
      String name, BiFunction<ClientRegistration, String, ClientRegistration> change) {
    String value = source.attribute(name);
    if (value != null) {
      result = change.apply(result, value);
    }
  }

  private void mappers() {
    List<?> mappers = source.items("protocolMappers");
    List<ClientClaim> claims = new ArrayList<>();
    for (int i = 0; i < mappers.size(); i++) {
      Mappers.FixedClaim claim = Mappers.fixedClaim(mappers.get(i)).orElse(null);
      if (claim == null) {
        source.loseItem("protocolMappers", i, "other providers have no such mappers");
      } else {
        claims.add(ClientClaim.of(claim.name(), claim.value()));
      }
    }
    if (!claims.isEmpty()) {
      result =
          result
              .with(ClientProperties.CLAIMS, claims)
              .with(ClientProperties.CLIENT_CLAIMS_PREFIX, "")
              .with(ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS, true);
    }
  }
}
