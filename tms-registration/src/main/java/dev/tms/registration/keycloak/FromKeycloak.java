package dev.tms.registration.keycloak;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.JsonPath;
import dev.tms.registration.Property;
import dev.tms.registration.RefreshTokenExpiration;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.convert.Loss;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One conversion from Keycloak. */
final class FromKeycloak {
  // say nothing about the client, or what the conversion says anyway
  private static final Set<String> PASSED_OVER =
      Set.of(
          "id",
          "access",
          "protocol",
          "rootUrl",
          "attributes",
          "clientAuthenticatorType",
          "surrogateAuthRequired",
          "nodeReRegistrationTimeout",
          "fullScopeAllowed",
          "bearerOnly",
          "notBefore",
          "alwaysDisplayInConsole",
          "adminUrl",
          "authenticationFlowBindingOverrides",
          "origin",
          "type");
  private static final Set<String> PLUMBING =
      Set.of("basic", "acr", "web-origins", "roles", "service_account");

  private final KeycloakClient client;
  private final List<Loss> losses = new ArrayList<>();
  private final Set<String> taken = new HashSet<>(PASSED_OVER);
  private final Map<String, String> attributes;
  private ClientRegistration result;

  FromKeycloak(KeycloakClient client) {
    this.client = client;
    this.attributes = client.attributes();
    this.result = ClientRegistration.named(client.clientId());
    taken.add("clientId");
  }

  Converted<ClientRegistration> convert() {
    text("name").ifPresent(t -> result = result.with(ClientProperties.CLIENT_NAME, t));
    text("description").ifPresent(t -> result = result.with(ClientProperties.DESCRIPTION, t));
    result = result.with(ClientProperties.ENABLED, flag("enabled", true));
    if (!client.text("protocol").orElse("openid-connect").equals("openid-connect")) {
      lose("protocol", "converted as a client of OpenID Connect");
    }
    grants();
    secret();
    uris();
    scopes();
    result = result.with(ClientProperties.REQUIRE_CONSENT, flag("consentRequired", false));
    logout();
    lifetimes();
    mappers();
    rest();
    return new Converted<>(result, losses);
  }

  private void grants() {
    Set<GrantType> grants = new LinkedHashSet<>();
    boolean code = flag("standardFlowEnabled", true);
    boolean implicit = flag("implicitFlowEnabled", false);
    if (code && implicit) {
      grants.add(GrantType.HYBRID);
    } else if (code || implicit) {
      grants.add(code ? GrantType.AUTHORIZATION_CODE : GrantType.IMPLICIT);
    }
    if (flag("directAccessGrantsEnabled", false)) {
      grants.add(GrantType.PASSWORD);
    }
    if (flag("serviceAccountsEnabled", false)) {
      grants.add(GrantType.CLIENT_CREDENTIALS);
    }
    if ("true".equals(attributes.remove(Attributes.DEVICE))) {
      grants.add(GrantType.DEVICE_CODE);
    }
    if (implicit) {
      result = result.with(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER, true);
    }
    String pkce = attributes.remove(Attributes.PKCE);
    result =
        result
            .with(ClientProperties.ALLOWED_GRANT_TYPES, List.copyOf(grants))
            .with(ClientProperties.REQUIRE_PKCE, pkce != null);
    if ("plain".equals(pkce)) {
      result = result.with(ClientProperties.ALLOW_PLAIN_TEXT_PKCE, true);
    }
  }

  private void secret() {
    result = result.with(ClientProperties.REQUIRE_CLIENT_SECRET, !flag("publicClient", false));
    text("secret")
        .filter(secret -> !secret.matches("\\*+")) // exports write asterisks
        .ifPresent(
            secret ->
                result =
                    result.with(
                        ClientProperties.CLIENT_SECRETS,
                        List.of(
                            ClientSecret.shared(
                                "from Keycloak", SecretHash.of(Secret.of(secret))))));
    String authenticator = client.text("clientAuthenticatorType").orElse("client-secret");
    if (result.requireClientSecret() && !authenticator.equals("client-secret")) {
      lose("clientAuthenticatorType", "only secrets are converted");
    }
  }

  private void uris() {
    String root = client.text("rootUrl").orElse("");
    List<RegisteredUri> redirects = new ArrayList<>();
    for (String uri : texts("redirectUris")) {
      redirects.add(new RegisteredUri(uri.startsWith("/") ? root + uri : uri));
    }
    result = result.with(ClientProperties.REDIRECT_URIS, redirects);
    if (redirects.stream().anyMatch(RegisteredUri::hasWildcard)) {
      lose("redirectUris", "wildcards are kept as texts, and match nothing elsewhere");
    }
    Set<RegisteredUri> origins = new LinkedHashSet<>();
    for (String origin : texts("webOrigins")) {
      if (origin.equals("+")) {
        redirects.forEach(
            uri -> uri.origin().ifPresent(o -> origins.add(new RegisteredUri(o.toString()))));
      } else {
        origins.add(new RegisteredUri(origin));
      }
    }
    result = result.with(ClientProperties.ALLOWED_CORS_ORIGINS, List.copyOf(origins));
    List<RegisteredUri> after = new ArrayList<>();
    // absent, and "+", is the redirect URIs; "-" is none
    String registered = attributes.remove(Attributes.POST_LOGOUT);
    for (String uri : (registered == null ? "+" : registered).split(Attributes.SEPARATOR, -1)) {
      if (uri.equals("+")) {
        after.addAll(redirects);
      } else if (!uri.equals("-") && !uri.isEmpty()) {
        after.add(new RegisteredUri(uri.startsWith("/") ? root + uri : uri));
      }
    }
    result = result.with(ClientProperties.POST_LOGOUT_REDIRECT_URIS, after);
    text("baseUrl")
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
    scopes.addAll(texts("defaultClientScopes"));
    scopes.addAll(texts("optionalClientScopes"));
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
    taken.add("frontchannelLogout");
  }

  private void lifetimes() {
    seconds(Attributes.ACCESS_TOKEN_LIFE, ClientProperties.ACCESS_TOKEN_LIFETIME);
    seconds(Attributes.DEVICE_LIFE, ClientProperties.DEVICE_CODE_LIFETIME);
    seconds(Attributes.OFFLINE_MAX, ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME);
    if (attributes.containsKey(Attributes.OFFLINE_IDLE)) {
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
    String value = attributes.get(attribute);
    if (value != null && value.matches("[0-9]{1,9}")) {
      attributes.remove(attribute);
      result = result.with(property, Duration.ofSeconds(Long.parseLong(value)));
    }
  }

  private void attribute(
      String name, BiFunction<ClientRegistration, String, ClientRegistration> change) {
    String value = attributes.remove(name);
    if (value != null) {
      result = change.apply(result, value);
    }
  }

  private void mappers() {
    taken.add("protocolMappers");
    if (!(client.members().get("protocolMappers") instanceof List<?> mappers)) {
      return;
    }
    List<ClientClaim> claims = new ArrayList<>();
    for (int i = 0; i < mappers.size(); i++) {
      Mappers.FixedClaim claim = Mappers.fixedClaim(mappers.get(i)).orElse(null);
      if (claim == null) {
        losses.add(
            new Loss(
                JsonPath.item("$.protocolMappers", i), "other providers have no such mappers"));
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

  private void rest() {
    client
        .members()
        .forEach(
            (name, value) -> {
              if (!taken.contains(name) && !isNothing(value)) {
                lose(name, "other providers have nothing like it");
              }
            });
    attributes.forEach(
        (name, value) -> {
          // what Keycloak writes into every client
          if (!name.contains("creation.time") && !value.equals("false")) {
            losses.add(
                new Loss(
                    JsonPath.member("$.attributes", name), "other providers have nothing like it"));
          }
        });
  }

  private static boolean isNothing(@Nullable Object value) {
    return value == null
        || value.equals(false)
        || value.equals("")
        || (value instanceof List<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private void lose(String member, String reason) {
    taken.add(member);
    losses.add(new Loss(JsonPath.member(JsonPath.ROOT, member), reason));
  }

  private Optional<String> text(String member) {
    taken.add(member);
    return client.text(member);
  }

  private boolean flag(String member, boolean standard) {
    taken.add(member);
    return client.flag(member, standard);
  }

  private List<String> texts(String member) {
    taken.add(member);
    return client.texts(member);
  }
}
