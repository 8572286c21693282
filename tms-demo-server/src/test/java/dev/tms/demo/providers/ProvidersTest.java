package dev.tms.demo.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.demo.nativeclient.ClientFailure;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.ProviderProfile;
import dev.tms.testkit.RequestKind;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native client's whole way, login to sign-out, at providers with the profiles of those with
 * presets.
 */
final class ProvidersTest {
  private static final String GUID = "11111111-2222-3333-4444-555555555555";
  private static final String CENTRIFY =
      """
      "Provider": "centrify", "Tenant": "acme.my.centrify.net", "ApplicationId": "MyApp",
      "Authority": "ISSUER",
      "AuthorizationEndpoint": "ISSUER/oauth2/authorize/{applicationId}",
      "TokenEndpoint": "ISSUER/oauth2/token/{applicationId}",
      "IntrospectionEndpoint": "ISSUER/oauth2/introspect/{applicationId}",
      "Identity": "introspection", "Scopes": ["all"]
      """;

  @TempDir Path folder;

  static Stream<Arguments> byTheBook() {
    return Stream.of(
        arguments("keycloak", "/realms/acme"),
        arguments("duende", ""),
        arguments("citrix", "/core/"),
        arguments("okta", "/oauth2/default"),
        arguments("auth0", "/"),
        arguments("entra", "/" + GUID + "/v2.0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("byTheBook")
  void run_providerByTheBook_goesTheWholeWay(String preset, String issuerPath) throws Exception {
    String members =
        "\"Provider\": \"%s\", \"Authority\": \"ISSUER\", \"Scopes\": [\"openid\"]"
            .formatted(preset);
    try (Stage stage =
        new Stage(
            folder,
            ProviderProfile.openIdConnect(),
            issuerPath,
            members,
            "openid",
            "offline_access")) {
      stage.run();

      assertWholeWay(stage);
      assertSignedOut(stage);
    }
  }

  @Test
  void run_google_asksForRefreshTokensItsWay() throws Exception {
    String members = "\"Provider\": \"google\", \"Authority\": \"ISSUER\"";
    try (Stage stage = new Stage(folder, ProviderProfile.google(), "", members, "openid")) {
      stage.run();

      assertWholeWay(stage);
      assertThat(stage.provider.sessions()).hasSize(1); // Google keeps its users signed in
      assertThat(stage.provider.liveRefreshTokens()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"cognito", "auth0"})
  void run_ownWayToSignOut_isGone(String preset) throws Exception {
    ProviderProfile profile =
        preset.equals("auth0") ? ProviderProfile.auth0() : ProviderProfile.cognito();
    String members = "\"Provider\": \"%s\", \"Authority\": \"ISSUER\"".formatted(preset);
    String issuerPath = preset.equals("auth0") ? "/" : "";
    try (Stage stage =
        new Stage(folder, profile, issuerPath, members, "openid", "offline_access")) {
      stage.run();

      assertWholeWay(stage);
      assertSignedOut(stage);
      assertThat(stage.provider.liveRefreshTokens()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void run_centrify_goesTheWholeWayWithEitherKindOfToken(AccessTokenFormat format)
      throws Exception {
    try (Stage stage = new Stage(folder, ProviderProfile.centrify("MyApp"), "", CENTRIFY, "all")) {
      stage.provider.accessTokenFormat(format);

      stage.run();

      assertWholeWay(stage);
      assertThat(stage.provider.count(RequestKind.INTROSPECTION)).isEqualTo(2);
      assertThat(stage.provider.requests(RequestKind.INTROSPECTION))
          .allSatisfy(request -> assertThat(request.path()).isEqualTo("/oauth2/introspect/MyApp"));
      assertThat(stage.provider.requests(RequestKind.OTHER)).isEmpty();
      assertThat(stage.printed.toString()).contains("with scope all");
      assertThat(stage.configuration.warnings())
          .anySatisfy(warning -> assertThat(warning).startsWith("Client.Identity: "));
    }
  }

  @Test
  void run_centrifyAuthModeOff_tellsTheOperatorWhatToTick() {
    try (Stage stage = new Stage(folder, ProviderProfile.centrify("MyApp"), "", CENTRIFY, "all")) {
      stage.provider.misbehave(
          RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_AUTH_MODE_NOT_ALLOWED);

      assertThatThrownBy(stage::run)
          .isInstanceOf(ClientFailure.class)
          .hasMessage("the login failed: error=login_failed");

      assertThat(stage.failures())
          .singleElement()
          .asString()
          .contains("invalid_request", "tick Auth Code");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // a token that was issued a moment ago is active, unless this client may not ask
    "INTROSPECTION_INACTIVE, provider_misconfigured",
    "INTROSPECTION_NO_SUBJECT, login_failed",
    "INTROSPECTION_OTHER_CLIENT, login_failed"
  })
  void run_centrifyIntrospectionSaysNo_isNoSession(Misbehaviour fault, String error) {
    try (Stage stage = new Stage(folder, ProviderProfile.centrify("MyApp"), "", CENTRIFY, "all")) {
      stage.provider.misbehave(RequestKind.INTROSPECTION, fault);

      assertThatThrownBy(stage::run)
          .isInstanceOf(ClientFailure.class)
          .hasMessage("the login failed: error=" + error);
    }
  }

  @Test
  void run_noIdTokenAndUserInfo_goesTheWholeWay() throws Exception {
    String members = "\"Authority\": \"ISSUER\", \"Identity\": \"userinfo\"";
    try (Stage stage =
        new Stage(
            folder, ProviderProfile.openIdConnect(), "", members, "openid", "offline_access")) {
      stage
          .provider
          .always(RequestKind.TOKEN_CODE, Misbehaviour.NO_ID_TOKEN)
          .always(RequestKind.TOKEN_REFRESH, Misbehaviour.NO_ID_TOKEN);

      stage.run();

      assertWholeWay(stage);
      assertThat(stage.provider.count(RequestKind.USERINFO)).isEqualTo(2);
      assertThat(stage.provider.count(RequestKind.JWKS)).isZero();
      // no id_token_hint: the provider asks its user first
      assertThat(stage.provider.requests(RequestKind.END_SESSION))
          .allSatisfy(request -> assertThat(request.parameter("id_token_hint")).isEmpty());
    }
  }

  @Test
  void run_noIdTokenAndNothingSaid_failsAndTellsTheOperator() {
    String members = "\"Authority\": \"ISSUER\"";
    try (Stage stage =
        new Stage(
            folder, ProviderProfile.openIdConnect(), "", members, "openid", "offline_access")) {
      stage.provider.always(RequestKind.TOKEN_CODE, Misbehaviour.NO_ID_TOKEN);

      assertThatThrownBy(stage::run).hasMessage("the login failed: error=login_failed");

      assertThat(stage.failures())
          .singleElement()
          .asString()
          .contains("without an ID token", "Client.Identity");
    }
  }

  private static void assertWholeWay(Stage stage) {
    assertThat(stage.printed.toString())
        .contains("signed in", "a new token already", "logged_out", "steps as they must be");
    assertThat(stage.provider.count(RequestKind.TOKEN_CODE)).isEqualTo(1);
    assertThat(stage.provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    assertThat(stage.provider.issuedSecrets())
        .allSatisfy(secret -> assertThat(stage.printed.toString()).doesNotContain(secret));
  }

  private static void assertSignedOut(Stage stage) {
    assertThat(stage.provider.count(RequestKind.END_SESSION))
        .as("the app's HTTP client, and the web view with the user's cookies")
        .isEqualTo(2);
    assertThat(stage.provider.sessions()).isEmpty();
  }
}
