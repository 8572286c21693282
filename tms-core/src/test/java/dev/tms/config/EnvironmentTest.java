package dev.tms.config;

import static dev.tms.config.ConfigRig.MINIMAL;
import static dev.tms.config.ConfigRig.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.InvalidConfigurationException.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Environment variables over the file. */
class EnvironmentTest {
  @TempDir Path folder;

  @Test
  void parse_everyType_isReadFromText() {
    Reading reading =
        TmsConfiguration.parse(
                "{\"Client\": {\"ClientId\": \"file\", \"Scopes\": [\"openid\", \"file\"]}}",
                folder,
                Map.of(
                    "TMS_Client__ClientId", "environment",
                    "tms_CLIENT__userinfo", "TRUE",
                    "TMS_SERVER__PORT", "8443",
                    "TMS_Session__IdleTimeout", "PT5M",
                    "TMS_Client__Scopes", "openid, profile email",
                    "TMS_FrontEnd__FrontEndCorsOrigin", "https://localhost:1,https://localhost:2",
                    "TMS_Tenants__Mode", "fixed",
                    "TMS_Tenants__Fixed__ACME.cloud.test__AcrValues", "strong",
                    "OTHER", "ignored"))
            .reading();

    assertThat(reading.client().settings().clientId()).isEqualTo("environment");
    assertThat(reading.client().settings().userInfo()).isTrue();
    assertThat(reading.server().port()).isEqualTo(8443);
    assertThat(reading.sessions().lifetime().idle()).isEqualTo(Duration.ofMinutes(5));
    assertThat(reading.client().settings().scopes())
        .hasToString("openid profile email offline_access");
    assertThat(reading.frontEnd().origins()).hasSize(2);
    assertThat(reading.tenants().fixed())
        .singleElement()
        .satisfies(
            tenant -> {
              assertThat(tenant.domain()).hasToString("acme.cloud.test");
              assertThat(tenant.acrValues()).isEqualTo("strong");
            });
  }

  @Test
  void parse_fixedTenantOverridden_keepsItsOtherSettings() {
    String json =
        ConfigRig.with(
            "Tenants",
            "\"Mode\": \"fixed\", \"Fixed\": {\"Acme.cloud.test\": {\"PromptLogin\": true}}");

    Reading reading =
        TmsConfiguration.parse(
                json, folder, Map.of("TMS_Tenants__Fixed__acme.cloud.test__AcrValues", "strong"))
            .reading();

    assertThat(reading.tenants().fixed())
        .singleElement()
        .satisfies(tenant -> assertThat(tenant.promptLogin()).isTrue());
  }

  @Test
  void parse_indexedList_replacesTheFiles() {
    Reading reading =
        TmsConfiguration.parse(
                "{\"Client\": {\"ClientId\": \"x\", \"Scopes\": [\"openid\", \"a\", \"b\"]}}",
                folder,
                Map.of("TMS_Client__Scopes__1", "c", "TMS_Client__Scopes__0", "openid"))
            .reading();

    assertThat(reading.client().settings().scopes()).hasToString("openid c offline_access");
  }

  @ParameterizedTest
  @CsvSource({
    "TMS_Client_ClientSecret, s3cret, TMS_Client_ClientSecret, did you mean"
        + " TMS_Client__ClientSecret?",
    "TMS_Client__ClientSecrt, s3cret, TMS_Client__ClientSecrt, did you mean"
        + " TMS_Client__ClientSecret?",
    "TMS_CLIENTSECRET, s3cret, TMS_CLIENTSECRET, is not a known setting; did you mean"
        + " TMS_Client__ClientSecret?",
    "TMS_Client__Anything, s3cret, TMS_Client__Anything, is not a known setting",
    "TMS_Client, s3cret, TMS_Client, names a section",
    "TMS_Client__ClientSecret__0, s3cret, TMS_Client__ClientSecret__0, is not a known setting",
    "TMS_Client____ClientSecret, s3cret, TMS_Client____ClientSecret, is not a known setting",
    "TMS_Client__ClientId, ' ', Client.ClientId, is empty",
    "TMS_Client__UsePkce, s3cret, Client.UsePkce, must be true or false (from TMS_Client__UsePkce)",
    "TMS_Server__Port, s3cret, Server.Port, must be a whole number (from TMS_Server__Port)",
    "TMS_Server__Port, 99999, Server.Port, must be a port",
    "TMS_Session__IdleTimeout, s3cret, Session.IdleTimeout, must be a duration",
    "TMS_Client__Scopes, '', Client.Scopes, is empty",
    "TMS_Client__Scopes__1, openid, Client.Scopes, do not count up from 0",
    "TMS_Store__Password, s3cret, Store.Password, needs a Store.Kind",
    "TMS_Machine, s3cret, TMS_Machine, names a section",
    "TMS_Machine__a, s3cret, TMS_Machine__a, names a section",
    "TMS_Machine__a__Parameters, s3cret, TMS_Machine__a__Parameters, names a section",
    "TMS_Machine__a__Secret, s3cret, TMS_Machine__a__Secret, is not a known setting",
    "TMS_Native__Interaction__x, s3cret, Native.Interaction, is not in this version",
    "TMS_SERVER_PORT, 7182, TMS_SERVER_PORT, did you mean TMS_Server__Port?",
    "TMS_CLIENT_SECRT, s3cret, TMS_CLIENT_SECRT, did you mean TMS_Client__ClientSecret?",
    "TMS_Sesion__Home, store, TMS_Sesion__Home, did you mean TMS_Session__Home?",
    "TMS_SESSION_HOM, store, TMS_SESSION_HOM, did you mean TMS_Session__Home?"
  })
  void parse_mistake_namesVariableAndKey(String name, String value, String path, String message) {
    List<Problem> problems = problems(MINIMAL, folder, Map.of(name, value));

    assertThat(problems).singleElement().extracting(Problem::path).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TMS_ANYTHING",
        "TMS_VERSION_OF_THE_IMAGE",
        "TMS_VERSION",
        "TMS_",
        "TMS_HOME",
        "TMS_MODE",
        "TMS_FILE",
        "TMS_BASE_PATH",
        "TMS_USER_NAME",
        "TMS_LOG_LEVEL",
        "TMS_CLIENT_HOME",
        "TMS_SERVER_PATH"
      })
  void parse_variableOfOtherSoftware_isAWarningWithoutItsValue(String name) {
    TmsConfiguration configuration =
        TmsConfiguration.parse(MINIMAL, folder, Map.of(name, "s3cret"));

    assertThat(configuration.warnings())
        .filteredOn(line -> line.startsWith(name + ": is not a known setting"))
        .singleElement()
        .asString()
        .doesNotContain("s3cret");
  }

  @Test
  void parse_variableNamedAsTheLastPartOfAKey_warnsOfTheKey() {
    assertThat(TmsConfiguration.parse(MINIMAL, folder, Map.of("TMS_HOME", "/opt/tms")).warnings())
        .contains(
            "TMS_HOME: is not a known setting, and is not used; did you mean TMS_Session__Home?");
  }

  @Test
  void parse_sameKeyTwice_isAProblemNamingBoth() {
    assertThat(
            problems(
                MINIMAL, folder, Map.of("TMS_Server__Port", "8000", "TMS_SERVER__PORT", "9000")))
        .singleElement()
        .asString()
        .startsWith("Server.Port: is set by two environment variables")
        .contains("TMS_SERVER__PORT", "TMS_Server__Port");
  }

  @Test
  void parse_listWholeAndIndexed_isAProblem() {
    assertThat(
            problems(
                MINIMAL,
                folder,
                Map.of("TMS_Client__Scopes", "openid", "TMS_Client__Scopes__0", "openid")))
        .extracting(Problem::path)
        .containsExactly("Client.Scopes");
  }

  @Test
  void parse_secretInEnvironmentAndFileOfItInFile_isAProblemNamingBoth() {
    String json = ConfigRig.with("Client", "\"ClientSecretFile\": \"secret\"");

    assertThat(problems(json, folder, Map.of("TMS_Client__ClientSecret", "s3cret")))
        .singleElement()
        .asString()
        .contains("Client.ClientSecret: ", "Client.ClientSecretFile")
        .doesNotContain("s3cret");
  }

  @Test
  void parse_variablesThatKubernetesSetsForServices_areNotOurs() {
    Map<String, String> links =
        Map.of(
            "TMS_SERVICE_HOST", "10.0.0.1",
            "TMS_SERVICE_PORT", "7182",
            "TMS_SERVICE_PORT_HTTPS", "7182",
            "TMS_PORT", "tcp://10.0.0.1:7182",
            "TMS_PORT_7182_TCP", "tcp://10.0.0.1:7182",
            "TMS_PORT_7182_TCP_ADDR", "10.0.0.1",
            "TMS_DEMO_SERVICE_HOST", "10.0.0.2",
            "TMS_DEMO_PORT", "tcp://10.0.0.2:80");

    assertThat(problems(MINIMAL, folder, links)).isEmpty();
  }
}
