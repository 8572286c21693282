package dev.tms.registration.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.registration.ClientClaim;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.registration.convert.Converted;
import dev.tms.registration.convert.Loss;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.template.ClientTemplates;
import dev.tms.token.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KeycloakConversionTest {
  private static final Secret CLEAR = Secret.of("clear-text");

  private static ClientRegistration web() {
    return ClientTemplates.browserApp(
            "shop", "Shop", URI.create("https://shop.example/cb"), List.of("wf.api"))
        .with(ClientProperties.REQUIRE_CLIENT_SECRET, true)
        .with(
            ClientProperties.CLIENT_SECRETS,
            List.of(ClientSecret.shared("from Keycloak", SecretHash.of(CLEAR))))
        .with(ClientProperties.ACCESS_TOKEN_LIFETIME, Duration.ofMinutes(10))
        .with(
            ClientProperties.BACK_CHANNEL_LOGOUT_URI, new RegisteredUri("https://shop.example/bcl"))
        .with(ClientProperties.ALLOW_OFFLINE_ACCESS, true);
  }

  private static ClientRegistration client(String json) {
    return RegistrationDocument.parse(json.replace('\'', '"')).client();
  }

  private static List<String> paths(Converted<?> converted) {
    return converted.losses().stream().map(Loss::path).toList();
  }

  @Test
  void toKeycloak_webClient_hasWhatALoginNeeds() {
    Converted<KeycloakClient> converted = KeycloakConversion.toKeycloak(web(), CLEAR);

    assertThat(converted.value().members())
        .containsEntry("clientId", "shop")
        .containsEntry("publicClient", false)
        .containsEntry("secret", "clear-text")
        .containsEntry("standardFlowEnabled", true)
        .containsEntry("implicitFlowEnabled", false)
        .containsEntry("redirectUris", List.of("https://shop.example/cb"))
        .containsEntry("webOrigins", List.of("https://shop.example"))
        .containsEntry("optionalClientScopes", List.of("profile", "wf.api", "offline_access"));
    assertThat(converted.value().attributes())
        .containsEntry("pkce.code.challenge.method", "S256")
        .containsEntry("post.logout.redirect.uris", "https://shop.example/")
        .containsEntry("backchannel.logout.url", "https://shop.example/bcl")
        .containsEntry("backchannel.logout.session.required", "true")
        .containsEntry("access.token.lifespan", "600");
    // sliding is not in effect, so it may be lost
    assertThat(converted.losses()).isEmpty();
  }

  @Test
  void thereAndBack_webClient_isTheSame() {
    KeycloakClient there = KeycloakConversion.toKeycloak(web(), CLEAR).value();

    Converted<ClientRegistration> back = KeycloakConversion.fromKeycloak(there);

    assertThat(back.losses()).isEmpty();
    ClientRegistration client = back.value();
    for (var property :
        List.of(
            ClientProperties.CLIENT_NAME,
            ClientProperties.ALLOWED_GRANT_TYPES,
            ClientProperties.REDIRECT_URIS,
            ClientProperties.POST_LOGOUT_REDIRECT_URIS,
            ClientProperties.ALLOWED_CORS_ORIGINS,
            ClientProperties.ALLOWED_SCOPES,
            ClientProperties.ALLOW_OFFLINE_ACCESS,
            ClientProperties.REQUIRE_PKCE,
            ClientProperties.CLIENT_SECRETS,
            ClientProperties.ACCESS_TOKEN_LIFETIME,
            ClientProperties.ABSOLUTE_REFRESH_TOKEN_LIFETIME,
            ClientProperties.BACK_CHANNEL_LOGOUT_URI,
            ClientProperties.BACK_CHANNEL_LOGOUT_SESSION_REQUIRED)) {
      assertThat(client.find(property)).as(property.name()).isEqualTo(web().find(property));
    }
  }

  @Test
  void toKeycloak_whatIsLost_isListedWithPathAndReason() {
    Converted<KeycloakClient> converted =
        KeycloakConversion.toKeycloak(
            client(
                """
                {'ClientId': 'c', 'AllowedGrantTypes': ['authorization_code', 'urn:x'],
                 'ConsentLifetime': 60, 'AuthorizationCodeLifetime': 60, 'RefreshTokenUsage': 0,
                 'ClientSecrets': [{'Value': '%s'}], 'UiLocales': 'de', 'AccessTokenType': 1,
                 'AllowOfflineAccess': true, 'AllowPlainTextPkce': true, 'RequireConsent': false,
                 'Claims': [{'Type': 'role', 'Value': 'a'}, {'Type': 'role', 'Value': 'b'}]}
                """
                    .formatted(SecretHash.of(CLEAR).reveal())),
            null);

    assertThat(paths(converted))
        .containsExactlyInAnyOrder(
            "$.AllowedGrantTypes",
            "$.ConsentLifetime",
            "$.AuthorizationCodeLifetime",
            "$.RefreshTokenUsage",
            "$.ClientSecrets",
            "$.UiLocales",
            "$.AccessTokenType",
            "$.AllowPlainTextPkce",
            "$.Claims",
            "$.alwaysSendClientClaims".replace("always", "Always"));
    assertThat(converted.losses().toString())
        .contains("urn:x", "Revoke Refresh Token")
        .doesNotContain(SecretHash.of(CLEAR).reveal());
  }

  @Test
  void toKeycloak_claims_areMappersAndComeBack() {
    ClientRegistration job =
        ClientRegistration.named("job")
            .with(ClientProperties.ALLOWED_GRANT_TYPES, List.of(GrantType.CLIENT_CREDENTIALS))
            .with(ClientProperties.CLAIMS, List.of(ClientClaim.of("dau", "svc")))
            .with(ClientProperties.CLIENT_CLAIMS_PREFIX, "client_");

    KeycloakClient there = KeycloakConversion.toKeycloak(job, null).value();

    assertThat(there.members()).containsEntry("serviceAccountsEnabled", true);
    assertThat(KeycloakConversion.fromKeycloak(there).value().claims())
        .containsExactly(ClientClaim.of("client_dau", "svc"));
  }

  @Test
  void toKeycloak_noPostLogoutUris_meansNoneAndNotAllRedirectUris() {
    KeycloakClient there =
        KeycloakConversion.toKeycloak(
                client("{'clientId': 'c', 'redirectUris': ['https://a/cb']}"), null)
            .value();

    assertThat(there.attributes()).containsEntry("post.logout.redirect.uris", "-");
    assertThat(KeycloakConversion.fromKeycloak(there).value().postLogoutRedirectUris()).isEmpty();
  }

  @Test
  void fromKeycloak_export_isUnderstood() {
    Converted<ClientRegistration> converted =
        KeycloakConversion.fromKeycloak(
            KeycloakClient.of(
                Map.of(
                    "id",
                    "b1f0",
                    "clientId",
                    "spa",
                    "rootUrl",
                    "https://spa.example",
                    "redirectUris",
                    List.of("/cb", "https://spa.example/*"),
                    "webOrigins",
                    List.of("+"),
                    "publicClient",
                    true,
                    "secret",
                    "**********",
                    "attributes",
                    Map.of(
                        "post.logout.redirect.uris", "+",
                        "tls.client.certificate.bound.access.tokens", "true"),
                    "protocolMappers",
                    List.of(Map.of("protocolMapper", "oidc-audience-mapper")),
                    "defaultRoles",
                    List.of("x"))));

    ClientRegistration client = converted.value();
    assertThat(client.requireClientSecret()).isFalse();
    assertThat(client.clientSecrets()).isEmpty();
    assertThat(client.requirePkce()).isFalse();
    assertThat(client.redirectUris())
        .extracting(RegisteredUri::text)
        .containsExactly("https://spa.example/cb", "https://spa.example/*");
    assertThat(client.allowedCorsOrigins())
        .containsExactly(new RegisteredUri("https://spa.example"));
    assertThat(client.postLogoutRedirectUris()).isEqualTo(client.redirectUris());
    assertThat(paths(converted))
        .containsExactlyInAnyOrder(
            "$.redirectUris",
            "$.protocolMappers[0]",
            "$.defaultRoles",
            "$.attributes['tls.client.certificate.bound.access.tokens']");
  }

  @Test
  void client_withoutId_isRefused_andItsTextHasNoSecret() {
    assertThatThrownBy(() -> KeycloakClient.of(Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(KeycloakConversion.toKeycloak(web(), CLEAR).value())
        .hasToString("KeycloakClient[shop]");
  }
}
