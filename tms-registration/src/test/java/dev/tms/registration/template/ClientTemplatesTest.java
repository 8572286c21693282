package dev.tms.registration.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.ClientProperties;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.ClientSecret;
import dev.tms.registration.GrantType;
import dev.tms.registration.RegisteredUri;
import dev.tms.registration.SecretHash;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientTemplatesTest {
  static final ClientSecret SECRET =
      ClientSecret.shared("test", SecretHash.of(Secret.of("4b7cfe3d-9d1a-4c4e")));

  @TempDir Path folder;

  @Test
  void clientCredentials_client_hasOneGrantOneSecretAndScopes() {
    ClientRegistration client =
        ClientTemplates.clientCredentials("job", "Nightly job", SECRET, List.of("wf.api"));

    assertThat(client.allowedGrantTypes()).containsExactly(GrantType.CLIENT_CREDENTIALS);
    assertThat(client.clientSecrets()).containsExactly(SECRET);
    assertThat(client.allowedScopes()).containsExactly("wf.api");
    assertThat(client.redirectUris()).isEmpty();
  }

  @Test
  void browserApp_client_isPublicWithPkceAndItsOrigin() {
    ClientRegistration client =
        ClientTemplates.browserApp(
            "spa", "App", URI.create("https://app.example:8443/cb"), List.of("api", "openid"));

    assertThat(client.requireClientSecret()).isFalse();
    assertThat(client.get(ClientProperties.REQUIRE_PKCE)).isTrue();
    assertThat(client.get(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER)).isFalse();
    assertThat(client.allowedScopes()).containsExactly("openid", "profile", "api");
    assertThat(client.allowedCorsOrigins())
        .containsExactly(new RegisteredUri("https://app.example:8443"));
    assertThat(client.redirectUris())
        .containsExactly(new RegisteredUri("https://app.example:8443/cb"));
  }

  @Test
  void nativeApp_client_mayRefresh() {
    ClientRegistration client =
        ClientTemplates.nativeApp(
            "mobile", "Mobile", URI.create("com.example.app:/callback"), List.of("api"));

    assertThat(client.allowOfflineAccess()).isTrue();
    assertThat(client.requireClientSecret()).isFalse();
    assertThat(client.allowedCorsOrigins()).isEmpty();
  }

  @Test
  void hybrid_client_hasASecretAndTokensThroughTheBrowser() {
    ClientRegistration client =
        ClientTemplates.hybrid(
            "web", "Web", URI.create("https://web.example/signin-oidc"), SECRET, List.of("api"));

    assertThat(client.allowedGrantTypes()).containsExactly(GrantType.HYBRID);
    assertThat(client.get(ClientProperties.ALLOW_ACCESS_TOKENS_VIA_BROWSER)).isTrue();
    assertThat(client.requireClientSecret()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/relative", "https://a.example/#x", "http://a.example/", "com.example:/cb"})
  void browserApp_redirectUriThatIsNone_isRefused(String uri) {
    assertThatThrownBy(
            () -> ClientTemplates.browserApp("spa", "App", URI.create(uri), List.of("api")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void forTms_confidentialConfiguration_isWhatItsLoginsNeed() {
    ClientRegistration client =
        ClientTemplates.forTms(
            configuration(
                """
                {
                  "Client": {"ClientId": "tms", "ClientSecret": "s3cret-of-the-client",
                    "Scopes": ["openid", "profile"], "CallbackPath": "/cb"},
                  "FrontEnd": {"FrontEndRedirectUrl": "https://app.shop.example/"},
                  "Tenants": {"Mode": "single"},
                  "Server": {"PublicUrl": "https://login.shop.example/tms"}
                }
                """),
            "TMS of the shop");

    assertThat(client.clientId()).isEqualTo("tms");
    assertThat(client.requireClientSecret()).isTrue();
    assertThat(client.redirectUris())
        .containsExactly(new RegisteredUri("https://login.shop.example/tms/cb"));
    assertThat(client.get(ClientProperties.POST_LOGOUT_REDIRECT_URIS))
        .containsExactly(new RegisteredUri("https://login.shop.example/tms/Auth/LoggedOut"));
    assertThat(client.find(ClientProperties.BACK_CHANNEL_LOGOUT_URI))
        .contains(new RegisteredUri("https://login.shop.example/tms/Auth/BackChannelLogout"));
    assertThat(client.find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI)).isEmpty();
    assertThat(client.allowedScopes()).containsExactly("openid", "profile");
    assertThat(client.allowOfflineAccess()).isTrue();
    assertThat(client.allowedCorsOrigins()).isEmpty();
    assertThat(client.clientSecrets().get(0).value())
        .contains(SecretHash.of(Secret.of("s3cret-of-the-client")));
    assertThat(client.toString() + client.members()).doesNotContain("s3cret");
  }

  @Test
  void forTms_publicConfigurationWithCookiesForOtherSites_isPublicAndHasAFrontChannel() {
    TmsConfiguration configuration =
        configuration(
            """
            {"Client": {"ClientId": "tms", "UseOfflineAccess": false},
             "Session": {"SameSite": "None"}}
            """);

    ClientRegistration client = ClientTemplates.forTms(configuration, "TMS");

    assertThat(client.requireClientSecret()).isFalse();
    assertThat(client.get(ClientProperties.REQUIRE_PKCE)).isTrue();
    assertThat(client.allowOfflineAccess()).isFalse();
    assertThat(client.find(ClientProperties.FRONT_CHANNEL_LOGOUT_URI))
        .contains(new RegisteredUri("https://localhost:7182/Auth/FrontChannelLogout"));
    assertThat(configuration.expectedRegistration().clientAuthentication()).isEqualTo("none");
    assertThat(configuration.expectedRegistration().secret()).isEmpty();
  }

  private TmsConfiguration configuration(String json) {
    return TmsConfiguration.parse(json, folder, Map.of());
  }
}
