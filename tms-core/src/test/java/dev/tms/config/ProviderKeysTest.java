package dev.tms.config;

import static dev.tms.config.ConfigRig.problems;
import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.IdentitySource;
import dev.tms.token.Scopes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Presets, placeholders, and where the user's identity comes from. */
class ProviderKeysTest {
  private static final String SINGLE = ", \"Tenants\": {\"Mode\": \"single\"}";
  private static final String GUID = "11111111-2222-3333-4444-555555555555";
  private static final String CENTRIFY =
      "\"Provider\": \"centrify\", \"Tenant\": \"acme.my.centrify.net\", \"ApplicationId\":"
          + " \"MyApp\", \"ClientSecret\": \"s\", \"Identity\": \"introspection\"";

  @TempDir Path folder;

  private Reading read(String members) {
    return TmsConfiguration.parse(single(members), folder, Map.of()).reading();
  }

  private static String single(String members) {
    return "{\"Client\": {\"ClientId\": \"x\", " + members + "}" + SINGLE + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'Provider': 'google', 'ClientSecret': 's' | https://accounts.google.com",
        "'Provider': 'Auth0', 'Tenant': 'acme.eu.auth0.com' | https://acme.eu.auth0.com/",
        "'Provider': 'okta', 'Tenant': 'acme.okta.com' | https://acme.okta.com",
        "'Provider': 'okta', 'Tenant': 'acme.okta.com', 'AuthorizationServer': 'default' |"
            + " https://acme.okta.com/oauth2/default",
        "'Provider': 'cognito', 'Tenant': 'eu-central-1_AbC' |"
            + " https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbC",
        "'Provider': 'keycloak', 'Authority': 'https://id.example/realms/{tenant}', 'Tenant':"
            + " 'acme' | https://id.example/realms/acme",
        "'Authority': 'https://{tenant}/{applicationId}', 'Tenant': 'id.example', 'ApplicationId':"
            + " 'a' | https://id.example/a",
        "'Provider': 'citrix' | https://accounts.cloud.com/core/"
      })
  void authority_presetAndPlaceholders_makeTheIssuer(String members, String issuer) {
    assertThat(read(members.replace('\'', '"')).provider().issuer()).isEqualTo(issuer);
  }

  @Test
  void idTokenSigningAlgorithm_andTrustedAudiences_areRead() {
    ClientSettings settings =
        read("\"IdTokenSigningAlgorithm\": \"es256\", \"TrustedAudiences\": [\"api\", \"other\"]")
            .client()
            .settings();

    assertThat(settings.idTokenSigningAlgorithm()).isEqualTo("ES256");
    assertThat(settings.trustedAudiences()).containsExactlyInAnyOrder("api", "other");
    assertThat(read("\"TrustedAudiences\": []").client().settings().trustedAudiences()).isEmpty();
    assertThat(read("\"Timeout\": \"PT5S\"").client().settings().trustedAudiences()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'IdTokenSigningAlgorithm': 'HS256' | has none",
        "'IdTokenSigningAlgorithm': 'HS256', 'ClientSecret': 'short' | 32 octets",
        "'IdTokenSigningAlgorithm': 'none' | must be RS256",
        "'IdTokenSigningAlgorithm': 'HS1' | must be RS256"
      })
  void idTokenSigningAlgorithm_thatCannotBe_isAProblem(String members, String message) {
    assertThat(problems(single(members.replace('\'', '"')), folder, Map.of()))
        .filteredOn(problem -> problem.path().equals("Client.IdTokenSigningAlgorithm"))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains(message));
  }

  @Test
  void authority_given_winsOverThePreset() {
    Reading reading =
        read(
            "\"Provider\": \"auth0\", \"Tenant\": \"a.auth0.com\", \"Authority\":"
                + " \"https://b.example/\"");

    assertThat(reading.provider().issuer()).isEqualTo("https://b.example/");
    assertThat(reading.provider().quirks().provider()).isEqualTo("Auth0");
  }

  @Test
  void scopes_ofThePreset_unlessGiven() {
    assertThat(
            read("\"Provider\": \"duende\", \"Authority\": \"https://a.example\"")
                .client()
                .settings()
                .scopes())
        .isEqualTo(Scopes.of("openid", "offline_access"));
    assertThat(read("\"Provider\": \"citrix\"").client().settings().scopes())
        .isEqualTo(Scopes.of("openid", "wsp", "spa", "leases", "offline_access"));
    assertThat(
            read("\"Provider\": \"citrix\", \"Scopes\": [\"openid\", \"a\"]")
                .client()
                .settings()
                .scopes())
        .isEqualTo(Scopes.of("openid", "a", "offline_access"));
  }

  @Test
  void parameters_areKeptWithTheirCase() {
    ClientSettings settings =
        read("\"Parameters\": {\"audience\": \"https://api\", \"kc_idp_hint\": \"x\", \"Odd\":"
                + " \"y\"}")
            .client()
            .settings();

    assertThat(settings.parameters())
        .containsEntry("audience", "https://api")
        .containsEntry("kc_idp_hint", "x")
        .containsEntry("Odd", "y");
  }

  @Test
  void centrify_whole_isAccepted() {
    TmsConfiguration configuration = TmsConfiguration.parse(single(CENTRIFY), folder, Map.of());

    ClientSettings settings = configuration.reading().client().settings();
    assertThat(settings.identity()).isEqualTo(IdentitySource.INTROSPECTION);
    assertThat(settings.scopes()).isEqualTo(Scopes.of("offline_access"));
    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("Client.Identity: is introspection: without an ID token no nonce");
  }

  @Test
  void centrify_endpointGiven_winsAndNeedsNoPlaceholder() {
    String endpoints =
        ", \"AuthorizationEndpoint\": \"https://a.example/1\", \"TokenEndpoint\":"
            + " \"https://a.example/2\", \"IntrospectionEndpoint\": \"https://a.example/{tenant}\"";

    assertThat(
            problems(
                single(CENTRIFY.replace("\"ApplicationId\": \"MyApp\", ", "") + endpoints),
                folder,
                Map.of()))
        .isEmpty();
  }

  @Test
  void identity_withEndpointsByHand_needsNoKeySet() {
    assertThat(
            problems(
                single(
                    "\"Identity\": \"userinfo\", \"Authority\": \"https://a.example\","
                        + " \"AuthorizationEndpoint\": \"https://a.example/1\","
                        + " \"TokenEndpoint\": \"https://a.example/2\","
                        + " \"UserInfoEndpoint\": \"https://a.example/3\", \"Scopes\": [\"read\"]"),
                folder,
                Map.of()))
        .isEmpty();
  }

  static Stream<Arguments> mistakes() {
    String endpoints =
        "\"AuthorizationEndpoint\": \"https://a.example/1\", \"TokenEndpoint\":"
            + " \"https://a.example/2\"";
    return Stream.of(
        arguments("\"Provider\": \"gogle\"", "Client.Provider", "must be citrix, duende"),
        arguments("\"Provider\": \"keycloak\"", "Client.Authority", "is missing"),
        arguments("\"Provider\": \"entra\"", "Client.Tenant", "it fills {tenant}"),
        arguments(
            "\"Provider\": \"entra\", \"Tenant\": \"common\"",
            "Client.Tenant",
            "one tenant by its id"),
        arguments(
            "\"Provider\": \"entra\", \"Authority\":"
                + " \"https://login.microsoftonline.com/common/v2.0\"",
            "Client.Authority",
            "one tenant by its id"),
        arguments(
            "\"Provider\": \"auth0\", \"Tenant\": \"a/b\"", "Client.Tenant", "letters, digits"),
        arguments(
            "\"Provider\": \"cognito\", \"Tenant\": \"nopool\"", "Client.Tenant", "user pool's id"),
        arguments(
            "\"Provider\": \"keycloak\", \"Authority\": \"https://id.example/\"",
            "Client.Authority",
            "/realms/"),
        arguments("\"Authority\": \"https://{tenant}/\"", "Client.Tenant", "in Client.Authority"),
        arguments(
            "\"Authority\": \"https://{customerDomain}/\"",
            "Client.Authority",
            "has {customerDomain}"),
        arguments(
            "\"AuthorizationEndpoint\": \"https://a.example/{applicationId}\", \"TokenEndpoint\":"
                + " \"https://a.example/2\", \"JwksUri\": \"https://a.example/3\"",
            "Client.ApplicationId",
            "in Client.AuthorizationEndpoint"),
        arguments("\"Provider\": \"google\"", "Client.ClientSecret", "is missing: Google"),
        arguments(
            "\"Provider\": \"google\", \"ClientSecret\": \"s\", \"Identity\": \"introspection\"",
            "Client.Identity",
            "has no introspection endpoint"),
        arguments(
            CENTRIFY.replace(", \"Identity\": \"introspection\"", ""),
            "Client.Identity",
            "Centrify's OAuth2 applications give none"),
        arguments(CENTRIFY.replace("MyApp", "my/app"), "Client.ApplicationId", "letters, digits"),
        arguments(
            CENTRIFY + ", \"ClientAuthentication\": \"client_secret_post\"",
            "Client.ClientAuthentication",
            "must be client_secret_basic"),
        arguments(
            CENTRIFY + ", \"Scopes\": [\"Redrock/query\\\\.*\"]", "Client.Scopes", "backslashes"),
        arguments(
            CENTRIFY.replace("introspection", "userinfo"),
            "Client.UserInfoEndpoint",
            "userinfo is to be asked"),
        arguments(
            "\"Identity\": \"introspection\"", "Client.Identity", "needs a client with a secret"),
        arguments(
            "\"Identity\": \"userinfo\", \"ClientSecret\": \"s\", \"UsePkce\": false",
            "Client.UsePkce",
            "PKCE has to stay on"),
        arguments(
            "\"Authority\": \"https://a.example\", " + endpoints,
            "Client.JwksUri",
            "is missing: nothing is discovered"),
        arguments(
            "\"Authority\": \"https://a.example\", \"Identity\": \"introspection\","
                + " \"ClientSecret\": \"s\", "
                + endpoints,
            "Client.IntrospectionEndpoint",
            "is missing: nothing is discovered"),
        arguments("\"Scopes\": [\"a\"]", "Client.Scopes", "must contain openid"),
        arguments(
            "\"Parameters\": {\"state\": \"x\"}",
            "Client.Parameters.state",
            "settings or requests"),
        arguments("\"Parameters\": {\"a b\": \"x\"}", "Client.Parameters.a b", "a name of letters"),
        arguments("\"Parameters\": {\"a\": 1}", "Client.Parameters.a", "found a number"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void parse_mistake_isOneProblemAtItsKey(String members, String path, String message) {
    List<Problem> problems = problems(single(members), folder, Map.of());

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).path()).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message);
  }

  @Test
  void parse_presetInDiscoveryMode_warns() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            with("Client", "\"Provider\": \"google\", \"ClientSecret\": \"s\""), folder, Map.of());

    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("Tenants.Mode: is discovery, and Client.Provider is google");
    assertThat(
            TmsConfiguration.parse(
                    with("Client", "\"Provider\": \"entra\", \"Tenant\": \"" + GUID + "\"")
                        .replace("}}", "}" + SINGLE + "}"),
                    folder,
                    Map.of())
                .warnings())
        .isEmpty();
  }

  @Test
  void parse_metadataUrl_isWhereTheMetadataAre() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            """
            {"Client": {"ClientId": "x", "Authority": "https://id.example/", "Tenant": "acme",
              "MetadataUrl": "https://meta.example/{tenant}/metadata",
              "TokenEndpoint": "https://id.example/t"}}
            """,
            folder,
            java.util.Map.of());

    assertThat(configuration.provider().issuer()).isEqualTo("https://id.example/");
    assertThat(configuration.provider().discovery())
        .contains(java.net.URI.create("https://meta.example/acme/metadata"));
  }
}
