package dev.tms.config;

import static dev.tms.config.ConfigRig.problems;
import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.machine.MachineClient;
import dev.tms.machine.MachineTokens;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.token.Scopes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients that fetch tokens in their own name. */
class MachineKeysTest {
  private static final String SECRET = "s3cret-Hq7";
  private static final String SOUND =
      "\"TokenEndpoint\": \"https://id.example/t\", \"ClientId\": \"b\", \"ClientSecret\": \""
          + SECRET
          + "\"";

  @TempDir Path folder;

  @Test
  void parse_machineAlone_servesMachineTokensAndSaysWhatUsersNeed() {
    TmsConfiguration configuration =
        TmsConfiguration.parse("{\"Machine\": {\"billing\": {" + SOUND + "}}}", folder, Map.of());

    assertThat(configuration.machineClients()).containsExactly("billing");
    assertThatCode(() -> configuration.machineTokens().build().close()).doesNotThrowAnyException();
    assertThatThrownBy(configuration::toTms)
        .isInstanceOf(InvalidConfigurationException.class)
        .hasMessageContaining("Client.ClientId");
    assertThatThrownBy(configuration::client).isInstanceOf(InvalidConfigurationException.class);
    assertThatThrownBy(configuration::provider).isInstanceOf(InvalidConfigurationException.class);
  }

  @Test
  void parse_machineWithMistakesAlone_namesThemOnly() {
    assertThat(problems("{\"Machine\": {\"billing\": {}}}", folder, Map.of()))
        .isNotEmpty()
        .allMatch(problem -> problem.path().startsWith("Machine.billing"));
    assertThat(problems("{}", folder, Map.of()))
        .extracting(Problem::path)
        .contains("Client.ClientId");
  }

  @Test
  void parse_everyKey_reachesTheClient() throws Exception {
    Files.writeString(folder.resolve("billing"), SECRET + "\n");
    String json =
        with(
            "Machine",
            """
            "Billing": {
              "Authority": "https://id.example/", "ClientId": "b", "ClientSecretFile": "billing",
              "ClientAuthentication": "client_secret_post", "Scopes": ["a", "b"],
              "Resource": "https://api.example/", "Parameters": {"audience": "x", "orgId": "7"},
              "Timeout": "PT3S", "DefaultTokenLifetime": "PT1M",
              "AssumeBearer": true
            },
            "reports": { %s, "Resource": ["https://a.example/", "https://b.example/"] }
            """
                .formatted(SOUND));

    TmsConfiguration configuration = TmsConfiguration.parse(json, folder, Map.of());

    assertThat(configuration.machineClients()).containsExactly("billing", "reports");
    assertThat(configuration.reading().machine().get("billing"))
        .isEqualTo(
            new MachineClient(
                new MachineClient.Discovery("https://id.example/"),
                "b",
                ClientAuthentication.post(ClientSecret.of(SECRET)),
                Scopes.of("a", "b"),
                List.of(URI.create("https://api.example/")),
                Map.of("audience", "x", "orgId", "7"),
                Duration.ofSeconds(3),
                Duration.ofMinutes(1),
                true));
    assertThat(configuration.reading().machine().get("reports"))
        .isEqualTo(
            MachineClient.at("https://id.example/t", "b", ClientSecret.of(SECRET))
                .withResources("https://a.example/", "https://b.example/"));
    try (MachineTokens tokens = configuration.machineTokens().build()) {
      assertThat(tokens.names()).containsExactlyInAnyOrder("billing", "reports");
    }
  }

  @Test
  void parse_environment_setsAndOverrides() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            with("Machine", "\"Billing\": {\"ClientId\": \"file\", \"Scopes\": [\"file\"]}"),
            folder,
            Map.of(
                "TMS_Machine__billing__ClientId", "environment",
                "TMS_MACHINE__BILLING__CLIENTSECRET", SECRET,
                "TMS_Machine__Billing__Authority", "https://id.example",
                "TMS_Machine__billing__Scopes__0", "a",
                "TMS_Machine__billing__Resource", "https://a.example/,https://b.example/",
                "TMS_machine__billing__parameters__orgId", "7"));

    assertThat(configuration.reading().machine().get("billing"))
        .isEqualTo(
            MachineClient.discover("https://id.example", "environment", ClientSecret.of(SECRET))
                .withScopes("a")
                .withResources("https://a.example/", "https://b.example/")
                .withParameter("orgId", "7"));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("\"a\": 1", "Machine.a", "must be an object, found a number"),
        arguments("\"a b\": {" + SOUND + "}", "Machine.a b", "must be 1 to 64 letters"),
        arguments(
            "\"a\": {\"ClientId\": \"b\", \"ClientSecret\": \"c\"}",
            "Machine.a.Authority",
            "Machine.a.TokenEndpoint"),
        arguments(
            "\"a\": {" + SOUND + ", \"Authority\": \"https://id.example\"}",
            "Machine.a.TokenEndpoint",
            "Machine.a.Authority too"),
        arguments(
            "\"a\": {\"Authority\": \"http://id.example\", \"ClientId\": \"b\", \"ClientSecret\":"
                + " \"c\"}",
            "Machine.a.Authority",
            "loopback"),
        arguments(
            "\"a\": {\"Authority\": \"https://id.example\", \"ClientSecret\": \"c\"}",
            "Machine.a.ClientId",
            "is missing"),
        arguments(
            "\"a\": {\"Authority\": \"https://id.example\", \"ClientId\": \"b\"}",
            "Machine.a.ClientSecret",
            "is missing"),
        arguments(
            "\"a\": {" + SOUND + ", \"ClientAuthentication\": \"none\"}",
            "Machine.a.ClientAuthentication",
            "client_secret_basic or client_secret_post"),
        arguments(
            "\"a\": {" + SOUND + ", \"Scopes\": \"x\"}", "Machine.a.Scopes", "a list of texts"),
        arguments(
            "\"a\": {" + SOUND + ", \"Scopes\": [\"x y\"]}", "Machine.a.Scopes", "not a scope"),
        arguments(
            "\"a\": {" + SOUND + ", \"Resource\": \"api\"}", "Machine.a.Resource", "absolute URI"),
        arguments(
            "\"a\": {" + SOUND + ", \"Parameters\": [\"x\"]}",
            "Machine.a.Parameters",
            "must be an object, found a list"),
        arguments(
            "\"a\": {" + SOUND + ", \"Parameters\": {\"x\": 1}}",
            "Machine.a.Parameters.x",
            "must be a text"),
        arguments(
            "\"a\": {" + SOUND + ", \"Parameters\": {\"client_secret\": \"x\"}}",
            "Machine.a.Parameters.client_secret",
            "settings of its own"),
        arguments("\"a\": {" + SOUND + ", \"Timeout\": \"PT0S\"}", "Machine.a.Timeout", "above 0"),
        arguments(
            "\"a\": {" + SOUND + ", \"Timeout\": \"PT2M0.001S\"}", "Machine.a.Timeout", "2 min"),
        arguments(
            "\"a\": {" + SOUND + ", \"DefaultTokenLifetime\": \"PT0S\"}",
            "Machine.a.DefaultTokenLifetime",
            "positive"),
        arguments(
            "\"a\": {" + SOUND + ", \"Resources\": \"x\"}",
            "Machine.a.Resources",
            "did you mean Machine.a.Resource?"),
        arguments("\"a\": {" + SOUND + "}, \"A\": {" + SOUND + "}", "Machine.A", "is set twice"));
  }

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("mistakes")
  void parse_oneMistake_isOneProblemAtItsKey(String members, String path, String message) {
    List<Problem> problems = problems(with("Machine", members), folder, Map.of());

    assertThat(problems).singleElement().extracting(Problem::path).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message).doesNotContain(SECRET);
  }

  @Test
  void parse_parameterThatIsNull_isNotSent() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            with("Machine", "\"a\": {" + SOUND + ", \"Parameters\": {\"audience\": null}}"),
            folder,
            Map.of());

    assertThat(configuration.reading().machine().get("a").parameters()).isEmpty();
    assertThat(configuration.toString() + configuration.reading()).doesNotContain(SECRET);
  }

  @Test
  void load_secretInFileReadableByAll_warns() throws Exception {
    Path file =
        Files.writeString(folder.resolve("tms.json"), with("Machine", "\"a\": {" + SOUND + "}"));
    Files.setPosixFilePermissions(
        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(TmsConfiguration.load(file, Map.of()).warnings())
        .singleElement()
        .asString()
        .startsWith("Machine.a.ClientSecret: stands in a file that all users")
        .doesNotContain(SECRET);
  }

  @Test
  void parse_plainHttp_isWarnedOf() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            with(
                "Machine",
                "\"a\": {\"Authority\": \"http://localhost:1\", \"ClientId\": \"b\","
                    + " \"ClientSecret\": \"c\"}"),
            folder,
            Map.of());

    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("Machine.a.Authority: is plain http");
  }
}
