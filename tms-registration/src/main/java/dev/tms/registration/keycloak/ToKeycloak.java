package dev.tms.registration.keycloak;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.Printable;
import dev.tms.registration.RefreshTokenExpiration;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.convert.Source;
import dev.tms.token.Secret;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One conversion to Keycloak. */
final class ToKeycloak {
  private static final Set<GrantType> KNOWN =
      Set.of(
          GrantType.AUTHORIZATION_CODE,
          GrantType.HYBRID,
          GrantType.IMPLICIT,
          GrantType.CLIENT_CREDENTIALS,
          GrantType.PASSWORD,
          GrantType.DEVICE_CODE);
  // without "basic" tokens have no "sub"; "web-origins" lets allowed origins call the API
  private static final List<String> PLUMBING = List.of("basic", "acr", "web-origins");

  private final ClientRegistration client;
  private final Source source;
  private final @Nullable Secret secret;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();

  ToKeycloak(ClientRegistration client, @Nullable Secret secret) {
    this.client = client;
    this.source = new Source(client);
    this.secret = secret;
  }

  Converted<KeycloakClient> convert() {
    members.put("clientId", source.get(ClientProperties.CLIENT_ID));
    source.find(ClientProperties.CLIENT_NAME).ifPresent(name -> members.put("name", name));
    source
        .find(ClientProperties.DESCRIPTION)
        .ifPresent(description -> members.put("description", description));
    members.put("enabled", source.get(ClientProperties.ENABLED));
    protocol();
    grants();
    authentication();
    uris();
    scopes();
    members.put("consentRequired", source.get(ClientProperties.REQUIRE_CONSENT));
    pkce();
    logout();
    lifetimes();
    claims();
    others();
    members.put("attributes", attributes);
    return new Converted<>(
        KeycloakClient.of(members), source.losses("Keycloak's clients have nothing like it"));
  }

  private void protocol() {
    if (source.get(ClientProperties.PROTOCOL_TYPE).equals("oidc")) {
      members.put("protocol", "openid-connect");
    } else {
      source.lose(ClientProperties.PROTOCOL_TYPE, "converted as a client of OpenID Connect");
    }
  }

  private void grants() {
    boolean hybrid = client.allows(GrantType.HYBRID);
    members.put("standardFlowEnabled", hybrid || client.allows(GrantType.AUTHORIZATION_CODE));
    members.put("implicitFlowEnabled", hybrid || client.allows(GrantType.IMPLICIT));
    members.put("directAccessGrantsEnabled", client.allows(GrantType.PASSWORD));
    members.put("serviceAccountsEnabled", client.allows(GrantType.CLIENT_CREDENTIALS));
    if (client.allows(GrantType.DEVICE_CODE)) {
      attributes.put(Attributes.DEVICE, "true");
    }
    List<String> other =
        source.get(ClientProperties.ALLOWED_GRANT_TYPES).stream()
            .filter(grant -> !KNOWN.contains(grant))
            .map(GrantType::value)
            .toList();
    if (!other.isEmpty()) {
      source.lose(
          ClientProperties.ALLOWED_GRANT_TYPES,
          "grants unknown to Keycloak: " + Printable.escape(String.join(", ", other)));
    }
    source.loseUnlessDefault(
        ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER,
        "Keycloak has one switch, the implicit flow, for tokens through the browser");
  }

  private void authentication() {
    boolean isPublic = !source.get(ClientProperties.REQUIRE_CLIENT_SECRET);
    members.put("publicClient", isPublic);
    List<ClientSecret> kept = source.get(ClientProperties.CLIENT_SECRETS);
    if (isPublic) {
      if (kept.stream().anyMatch(one -> one.value().isPresent())) {
        source.lose(ClientProperties.CLIENT_SECRETS, "a public client of Keycloak has no secret");
      }
      return;
    }
    members.put("clientAuthenticatorType", "client-secret");
    if (secret != null) {
      members.put("secret", secret.reveal());
    }
    boolean same =
        secret != null
            && kept.size() == 1
            && kept.get(0).expiration().isEmpty()
            && kept.get(0).value().filter(hash -> SecretHash.matches(hash, secret)).isPresent();
    if (!kept.isEmpty() && !same) {
      source.lose(
          ClientProperties.CLIENT_SECRETS,
          "Keycloak keeps one secret, in clear and without expiry; a hash cannot be turned back");
    }
  }

  private void uris() {
    members.put("redirectUris", texts(source.get(ClientProperties.REDIRECT_URIS)));
    members.put("webOrigins", texts(source.get(ClientProperties.ALLOWED_CORS_ORIGINS)));
    // Keycloak reads an absent attribute as any of the redirect URIs
    List<String> after = texts(source.get(ClientProperties.POST_LOGOUT_REDIRECT_URIS));
    attributes.put(
        Attributes.POST_LOGOUT, after.isEmpty() ? "-" : String.join(Attributes.SEPARATOR, after));
    source.find(ClientProperties.CLIENT_URI).ifPresent(uri -> members.put("baseUrl", uri.text()));
    source
        .find(ClientProperties.LOGO_URI)
        .ifPresent(uri -> attributes.put(Attributes.LOGO, uri.text()));
  }

  private static List<String> texts(List<RegisteredUri> uris) {
    return uris.stream().map(RegisteredUri::text).toList();
  }

  private void scopes() {
    Set<String> optional = new LinkedHashSet<>();
    for (String scope : source.get(ClientProperties.ALLOWED_SCOPES)) {
      if (!scope.equals("openid") && !PLUMBING.contains(scope)) {
        optional.add(scope);
      }
    }
    if (source.get(ClientProperties.ALLOW_OFFLINE_ACCESS)) {
      optional.add("offline_access");
    } else if (client.isInteractive()) {
      source.lose(
          ClientProperties.ALLOW_OFFLINE_ACCESS,
          "Keycloak issues refresh tokens without offline_access, too; they end with the session");
    }
    members.put("fullScopeAllowed", false);
    members.put("defaultClientScopes", PLUMBING);
    members.put("optionalClientScopes", List.copyOf(optional));
  }

  private void pkce() {
    boolean required = source.get(ClientProperties.REQUIRE_PKCE);
    boolean plain = source.get(ClientProperties.ALLOW_PLAIN_TEXT_PKCE);
    if (required && client.redirects()) {
      attributes.put(Attributes.PKCE, "S256");
    }
    if (plain) {
      source.lose(
          ClientProperties.ALLOW_PLAIN_TEXT_PKCE,
          required ? "Keycloak requires one method: S256" : "Keycloak takes any method here");
    }
  }

  private void logout() {
    source
        .find(ClientProperties.BACK_CHANNEL_LOGOUT_URI)
        .ifPresent(
            uri -> {
              attributes.put(Attributes.BACK_CHANNEL, uri.text());
              attributes.put(
                  Attributes.BACK_CHANNEL_SESSION,
                  source.get(ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED).toString());
            });
    source
        .find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI)
        .ifPresent(
            uri -> {
              attributes.put(Attributes.FRONT_CHANNEL, uri.text());
              attributes.put(
                  Attributes.FRONT_CHANNEL_SESSION,
                  source.get(ClientProperties.FRONT_CHANNEL_LOGOUT_SESSION_REQUIRED).toString());
            });
    boolean front = client.frontChannelLogoutUri().isPresent();
    members.put("frontchannelLogout", front);
    if (front && client.backChannelLogoutUri().isPresent()) {
      source.lose(
          ClientProperties.BACK_CHANNEL_LOGOUT_URI,
          "kept, but Keycloak uses one way, and here it is the front channel");
    }
  }

  private void lifetimes() {
    source
        .written(ClientProperties.ACCESS_TOKEN_LIFETIME)
        .ifPresent(life -> attributes.put(Attributes.ACCESS_TOKEN_LIFE, text(life.toSeconds())));
    if (client.allows(GrantType.DEVICE_CODE)) {
      source
          .written(ClientProperties.DEVICE_CODE_LIFETIME)
          .ifPresent(life -> attributes.put(Attributes.DEVICE_LIFE, text(life.toSeconds())));
    }
    if (client.allowOfflineAccess()) {
      source
          .written(ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME)
          .ifPresent(life -> attributes.put(Attributes.OFFLINE_MAX, text(life.toSeconds())));
      boolean sliding =
          source.get(ClientProperties.REFRESH_TOKEN_EXPIRATION) == RefreshTokenExpiration.SLIDING;
      source
          .written(ClientProperties.SLIDING_REFRESH_TOKEN_LIFETIME)
          .filter(life -> sliding)
          .ifPresent(life -> attributes.put(Attributes.OFFLINE_IDLE, text(life.toSeconds())));
    }
    source.loseUnlessDefault(
        ClientProperties.REFRESH_TOKEN_USAGE,
        "the realm decides: Realm settings, Tokens, Revoke Refresh Token");
    source.loseUnlessDefault(
        ClientProperties.IDENTITY_TOKEN_LIFETIME, "ID tokens live as long as access tokens");
    source.loseUnlessDefault(
        ClientProperties.AUTHORIZATION_CODE_LIFETIME,
        "the realm decides: Realm settings, Tokens, Client Login Timeout");
  }

  private static String text(long seconds) {
    return Long.toString(seconds);
  }

  private void claims() {
    List<Map<String, Object>> mappers = new ArrayList<>();
    String prefix = source.find(ClientProperties.CLIENT_CLAIMS_PREFIX).orElse("");
    Set<String> names =
        source.get(ClientProperties.CLAIMS).stream()
            .map(ClientClaim::type)
            .collect(Collectors.toSet());
    List<ClientClaim> claims = client.claims();
    boolean repeated = names.size() < claims.size();
    for (ClientClaim claim : claims) {
      if (names.remove(claim.type())) {
        mappers.add(Mappers.hardcoded(prefix + claim.type(), claim.value().orElse("")));
      }
    }
    if (repeated) {
      source.lose(
          ClientProperties.CLAIMS, "a claim has one value here: the first of each was kept");
    }
    boolean always = source.get(ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS);
    if (!always && !claims.isEmpty() && client.isInteractive()) {
      source.lose(
          ClientProperties.ALWAYS_SEND_CLIENT_CLAIMS,
          "Keycloak puts claims into all access tokens");
    }
    if (!mappers.isEmpty()) {
      members.put("protocolMappers", mappers);
    }
  }

  private void others() {
    List<String> algorithms =
        source.get(ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS);
    if (!algorithms.isEmpty()) {
      attributes.put(Attributes.ID_TOKEN_ALGORITHM, algorithms.get(0));
    }
    if (algorithms.size() > 1) {
      source.lose(
          ClientProperties.ALLOWED_IDENTITY_TOKEN_SIGNING_ALGORITHMS,
          "Keycloak signs with one algorithm: the first was kept");
    }
    if (source.get(ClientProperties.REQUIRE_REQUEST_OBJECT)) {
      attributes.put(Attributes.REQUEST_OBJECT, "request or request_uri");
    }
    source.loseUnlessDefault(
        ClientProperties.IDENTITY_PROVIDER_RESTRICTIONS,
        "the authentication flow decides which external providers there are");
    source.loseUnlessDefault(
        ClientProperties.ACCESS_TOKEN_TYPE, "Keycloak's access tokens are JWTs");
    Map<String, String> own = source.get(ClientProperties.PROPERTIES);
    own.forEach(attributes::putIfAbsent);
  }
}
