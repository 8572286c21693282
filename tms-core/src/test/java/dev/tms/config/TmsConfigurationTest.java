package dev.tms.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.Tms;
import dev.tms.config.TmsConfiguration.ServerSettings.Tls;
import dev.tms.oauth.AllowedValues;
import dev.tms.oauth.ClientSettings;
import dev.tms.policy.SessionHome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a configuration that is accepted means. */
class TmsConfigurationTest {
  private static final String ORIGINAL =
      """
      {
        "Client": {
          "Authority": "https://accounts.cloud.com/core/",
          "ClientId": "my-client",
          "ClientSecret": "s3cret-of-the-client",
          "ApplicationId": "my-application",
          "CallbackPath": "/callback",
          "SignedOutCallbackPath": "/signout-callback-oidc",
          "ResponseType": "code",
          "UsePkce": true,
          "Scopes": ["openid", "wsp", "spa", "leases"]
        },
        "FrontEnd": {
          "FrontEndRedirectUrl": "https://localhost:7183/",
          "FrontEndCorsOrigin": "https://localhost:7183"
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void parse_originalsFile_givesItsPublicUrlAndDiscoversTenants() {
    TmsConfiguration configuration = parse(ORIGINAL);

    assertThat(configuration.server().publicUrl()).hasToString("https://localhost:7182");
    assertThat(configuration.server().host()).isEqualTo("127.0.0.1");
    assertThat(configuration.server().port()).isEqualTo(7182);
    assertThat(configuration.server().listensWithTls()).isTrue();
    assertThat(configuration.reading().tenants().discovers()).isTrue();
    assertThat(configuration.reading().tenants().discovery().applicationId())
        .isEqualTo("my-application");
    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.notices()).singleElement().asString().startsWith("Server.KeyStore: ");
    try (Tms tms = configuration.toTms()) {
      assertThat(tms.publicUrl()).hasToString("https://localhost:7182");
      assertThat(tms.serves("/signout-callback-oidc")).isTrue();
      assertThat(folder.resolve("tms-keys.json")).exists();
    }
  }

  private TmsConfiguration ofApplication(String json, Map<String, String> environment)
      throws Exception {
    Path file = Files.writeString(folder.resolve("tms.json"), json);
    return TmsConfiguration.loadForApplication(file, environment);
  }

  @Test
  void loadForApplication_publicUrlAlone_hasTheDefaultsOfTheBuilder() throws Exception {
    TmsConfiguration configuration =
        ofApplication(
            "{\"Client\": {\"ClientId\": \"x\"}}",
            Map.of("TMS_Server__PublicUrl", "https://shop.example/shop"));

    assertThat(configuration.reading().tenants().mode()).isEqualTo("single");
    assertThat(configuration.frontEnd().redirectUrl()).hasToString("https://shop.example/");
    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.sessions().home()).isEqualTo(SessionHome.COOKIE);
  }

  @Test
  void loadForApplication_whatTheFileSays_wins() throws Exception {
    TmsConfiguration configuration =
        ofApplication(
            """
            {
              "Client": {"ClientId": "x"}, "Tenants": {"Mode": "discovery"},
              "FrontEnd": {"FrontEndRedirectUrl": "https://app.shop.example/"},
              "Server": {"PublicUrl": "https://shop.example"}
            }
            """,
            Map.of());

    assertThat(configuration.reading().tenants().discovers()).isTrue();
    assertThat(configuration.frontEnd().redirectUrl()).hasToString("https://app.shop.example/");
  }

  @Test
  void loadForApplication_noPublicUrl_isAProblem() {
    assertThatThrownBy(() -> ofApplication("{\"Client\": {\"ClientId\": \"x\"}}", Map.of()))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageStartingWith("Server.PublicUrl: is missing");
  }

  @Test
  void loadForApplication_publicUrlThatIsNone_isOneProblem() {
    assertThatThrownBy(
            () ->
                ofApplication(
                    "{\"Client\": {\"ClientId\": \"x\"}, \"Server\": {\"PublicUrl\":"
                        + " \"nonsense\"}}",
                    Map.of()))
        .isInstanceOfSatisfying(
            InvalidConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::path)
                    .containsExactly("Server.PublicUrl"));
  }

  @Test
  void loadForApplication_machineAlone_needsNoPublicUrl() throws Exception {
    TmsConfiguration configuration =
        ofApplication(
            """
            {"Machine": {"a": {"TokenEndpoint": "https://id.example/t", "ClientId": "b",
                               "ClientSecret": "s"}}}
            """,
            Map.of());

    assertThat(configuration.machineClients()).containsExactly("a");
  }

  @Test
  void loadForApplication_machineAloneWithPublicUrl_hasTheApplicationsFrontEnd() throws Exception {
    TmsConfiguration configuration =
        ofApplication(
            """
            {"Server": {"PublicUrl": "https://shop.example/shop"},
             "Machine": {"a": {"TokenEndpoint": "https://id.example/t", "ClientId": "b",
                               "ClientSecret": "s"}}}
            """,
            Map.of());

    assertThat(configuration.hasClient()).isFalse();
    assertThat(configuration.machineClients()).containsExactly("a");
    assertThat(configuration.notices()).noneMatch(line -> line.startsWith("Client."));
    assertThat(configuration.warnings()).noneMatch(line -> line.startsWith("Client."));
  }

  @Test
  void parse_originalsFileAsShipped_ignoresItsHostsSettingsWithOneNotice() {
    String shipped =
        ORIGINAL.replaceFirst(
            "\\{",
            "{\"DetailedErrors\": true, \"logging\": {\"LogLevel\": {\"Default\": \"Information\","
                + " \"Microsoft.AspNetCore\": \"Warning\"}}, \"AllowedHosts\": \"*\",");

    TmsConfiguration configuration = parse(shipped);

    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.notices())
        .filteredOn(line -> !line.startsWith("Server.KeyStore: "))
        .singleElement()
        .asString()
        .startsWith("DetailedErrors, logging, AllowedHosts: ignored");
  }

  @Test
  void parse_hostsSettingsBelowASection_areProblems() {
    assertThatThrownBy(() -> parse("{\"Client\": {\"ClientId\": \"x\", \"Logging\": {}}}"))
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("Client.Logging");
  }

  @Test
  void parse_clientIdAlone_hasTheDefaultsOfTheReference() {
    Reading reading = parse("{\"Client\": {\"ClientId\": \"x\"}}").reading();

    assertThat(reading.provider().issuer()).isEqualTo("https://accounts.cloud.com/core/");
    assertThat(reading.client().settings().scopes())
        .hasToString("openid wsp spa leases offline_access");
    assertThat(reading.client().settings().authentication().isConfidential()).isFalse();
    assertThat(reading.client().settings().usePkce()).isTrue();
    assertThat(reading.client().settings().timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(reading.client().settings().defaultTokenLifetime()).isEqualTo(Duration.ofMinutes(5));
    assertThat(reading.frontEnd().redirectUrl()).hasToString("https://localhost:3000/");
    assertThat(reading.frontEnd().origins()).hasToString("[https://localhost:3000]");
    assertThat(reading.sessions()).isEqualTo(dev.tms.policy.SessionPolicy.DEFAULT);
    assertThat(reading.refresh()).isEqualTo(dev.tms.policy.RefreshPolicy.DEFAULT);
    assertThat(reading.paths()).isEqualTo(dev.tms.Paths.DEFAULT);
    assertThat(reading.tenants().discovery())
        .isEqualTo(dev.tms.tenant.DiscoverySettings.defaults());
    assertThat(reading.logout()).isEqualTo(dev.tms.policy.LogoutPolicy.DEFAULT);
    assertThat(reading.store()).isNull();
    assertThat(reading.machine()).isEmpty();
    assertThat(reading.keys().file()).isEqualTo(folder.resolve("tms-keys.json"));
    assertThat(reading.server().tls()).isEqualTo(Tls.AUTO);
    assertThat(reading.server().managementPort()).isNull();
  }

  @Test
  void parse_whatAnOddProviderNeeds_reachesTheClient() {
    TmsConfiguration configuration =
        parse(
            """
            {"Client": {"ClientId": "x", "Identity": "userinfo", "SubjectClaim": "id",
              "AssumeBearer": true, "Resource": ["https://api.example/", "urn:b"],
              "LoginParameters": {"kc_idp_hint": ["google", "github"],
                                  "organization": "org_[a-z]{1,9}"}}}
            """);

    ClientSettings client = configuration.client();
    assertThat(client.subjectClaim()).isEqualTo("id");
    assertThat(client.assumeBearer()).isTrue();
    assertThat(client.resources())
        .containsExactly(URI.create("https://api.example/"), URI.create("urn:b"));
    assertThat(client.loginParameters()).containsOnlyKeys("kc_idp_hint", "organization");
    AllowedValues hints = client.loginParameters().get("kc_idp_hint");
    assertThat(hints.allow("github")).isTrue();
    assertThat(hints.allow("google|github")).isFalse();
    AllowedValues organizations = client.loginParameters().get("organization");
    assertThat(organizations.allow("org_acme")).isTrue();
    assertThat(organizations.allow("org_")).isFalse();
    assertThat(configuration.warnings())
        .noneMatch(warning -> warning.startsWith("Client.SubjectClaim"));
  }

  @Test
  void parse_loginParameterByVariables_isAListOrAPattern() {
    ClientSettings client =
        TmsConfiguration.parse(
                "{\"Client\": {\"ClientId\": \"x\"}}",
                folder,
                Map.of(
                    "TMS_Client__LoginParameters__hint__0", "a.b",
                    "TMS_Client__LoginParameters__organization", "org_.+",
                    "TMS_Client__Resource", "urn:a urn:b"))
            .client();

    assertThat(client.loginParameters().get("hint").allow("a.b")).isTrue();
    assertThat(client.loginParameters().get("hint").allow("axb")).isFalse();
    assertThat(client.loginParameters().get("organization").allow("org_1")).isTrue();
    assertThat(client.resources()).containsExactly(URI.create("urn:a"), URI.create("urn:b"));
  }

  @Test
  void parse_subjectClaimThatIsGivenToOthers_warns() {
    assertThat(
            parse(
                    "{\"Client\": {\"ClientId\": \"x\", \"Identity\": \"userinfo\","
                        + " \"SubjectClaim\": \"email\"}}")
                .warnings())
        .anyMatch(warning -> warning.startsWith("Client.SubjectClaim: is email"));
  }

  @Test
  void parse_offlineAccessConsent_isOffUnlessSet() {
    TmsConfiguration unset = parse("{\"Client\": {\"ClientId\": \"x\"}}");
    TmsConfiguration set =
        parse("{\"Client\": {\"ClientId\": \"x\", \"OfflineAccessConsent\": true}}");

    assertThat(unset.reading().client().settings().offlineAccessConsent()).isFalse();
    assertThat(set.reading().client().settings().offlineAccessConsent()).isTrue();
    assertThat(set.warnings()).isEmpty();
  }

  @Test
  void parse_keysInAnyCase_areTheSame() {
    TmsConfiguration configuration =
        parse("{\"CLIENT\": {\"clientid\": \"x\"}, \"server\": {\"PORT\": 8000}}");

    assertThat(configuration.server().publicUrl()).hasToString("https://localhost:8000");
    assertThat(configuration.reading().client().settings().clientId()).isEqualTo("x");
  }

  @Test
  void parse_commentsAndTrailingCommas_areAllowed() {
    TmsConfiguration configuration =
        parse("// mine\n{ /* who */ \"Client\": {\"ClientId\": \"x\",}, }");

    assertThat(configuration.reading().client().settings().clientId()).isEqualTo("x");
  }

  @Test
  void parse_nulls_areNotSet() {
    TmsConfiguration configuration =
        parse(
            """
            {"Client": {"ClientId": "x", "ClientSecret": null, "ApplicationId": null},
             "Server": {"KeyStore": null}, "Store": null}
            """);

    assertThat(configuration.server().keyStore()).isNull();
    assertThat(configuration.reading().client().secret()).isNull();
  }

  @Test
  void load_file_resolvesPathsAgainstItsFolder() throws Exception {
    Path file =
        Files.writeString(folder.resolve("tms.json"), "{\"Keys\": {\"File\": \"k/a.json\"}}");

    TmsConfiguration configuration =
        TmsConfiguration.load(file, Map.of("TMS_Client__ClientId", "x"));

    assertThat(configuration.keysFile()).isEqualTo(folder.resolve("k/a.json"));
  }

  private TmsConfiguration parse(String json) {
    return TmsConfiguration.parse(json, folder, Map.of());
  }
}
