package dev.tms.config;

import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.Tms;
import dev.tms.config.TmsConfiguration.ServerSettings.Tls;
import dev.tms.contract.CapturedLog;
import dev.tms.http.SameSite;
import dev.tms.policy.SessionPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing insecure starts silently. */
class WarningsTest {
  @TempDir Path folder;

  static Stream<Arguments> weaknesses() {
    String endpoints =
        "\"AuthorizationEndpoint\": \"https://id.example/a\", \"JwksUri\":"
            + " \"https://id.example/j\"";
    return Stream.of(
        arguments(with("Client", "\"Authority\": \"http://localhost:1/\""), "Client.Authority"),
        arguments(
            with("Client", endpoints + ", \"TokenEndpoint\": \"http://127.0.0.1:1/\""),
            "Client.TokenEndpoint"),
        arguments(
            with("Tenants", "\"DiscoveryUrlTemplate\": \"http://localhost:1/{customerDomain}\""),
            "Tenants.DiscoveryUrlTemplate"),
        arguments(with("Client", "\"UsePkce\": false, \"ClientSecret\": \"s\""), "Client.UsePkce"),
        arguments(
            with("Client", "\"OfflineAccessConsent\": true, \"UseOfflineAccess\": false"),
            "Client.OfflineAccessConsent"),
        arguments(
            with("Client", "\"ClientAuthentication\": \"client_secret_basic\""),
            "Client.ClientAuthentication"),
        arguments(with("Session", "\"SameSite\": \"None\""), "Session.SameSite"),
        arguments(with("Keys", "\"AllowReadableByAll\": true"), "Keys.AllowReadableByAll"),
        arguments(
            with(
                "Server",
                "\"Host\": \"0.0.0.0\", \"Tls\": \"off\", \"PublicUrl\": \"https://localhost\""),
            "Server.Host"),
        arguments(with("Server", "\"Tls\": \"off\""), "Server.Tls"),
        arguments(managedAt("0.0.0.0"), "Server.ManagementHost"),
        arguments(managedAt("::"), "Server.ManagementHost"),
        arguments(managedAt("[::]"), "Server.ManagementHost"),
        arguments(managedAt("0:0:0:0:0:0:0:0"), "Server.ManagementHost"),
        arguments(managedAt("::0.0.0.0"), "Server.ManagementHost"),
        arguments(
            with("Tenants", "\"Mode\": \"single\", \"Fixed\": {\"a1.b1.example\": {}}"),
            "Tenants.Fixed"));
  }

  private static String managedAt(String host) {
    return with("Server", "\"ManagementPort\": 9464, \"ManagementHost\": \"" + host + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "10.0.0.5", "ops.internal", "localhost"})
  void parse_managementAtOneAddress_isNoWarning(String host) {
    assertThat(TmsConfiguration.parse(managedAt(host), folder, Map.of()).warnings()).isEmpty();
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("weaknesses")
  void parse_weakness_isOneWarning(String json, String path) {
    TmsConfiguration configuration = TmsConfiguration.parse(json, folder, Map.of());

    assertThat(configuration.warnings()).singleElement().asString().startsWith(path + ": ");
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("weaknesses")
  void toTms_weakness_isSaidOnceInTheLogByItsKey(String json, String path) {
    TmsConfiguration configuration = TmsConfiguration.parse(json, folder, Map.of());

    try (CapturedLog log = new CapturedLog(TmsConfiguration.class);
        CapturedLog built = new CapturedLog(Tms.class);
        Tms tms = configuration.toTms()) {
      assertThat(tms.keys()).hasSize(1);
      assertThat(log.lines()).containsExactly("WARNING " + configuration.warnings().get(0));
      assertThat(log.lines()).singleElement().asString().startsWith("WARNING " + path + ": ");
      assertThat(built.lines()).noneMatch(line -> line.startsWith("WARNING"));
    }
  }

  @Test
  void toTms_weakenedInCode_isSaidByTheKeyThatWouldSetIt() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(with("Client", "\"ClientSecret\": \"s\""), folder, Map.of());

    try (CapturedLog log = new CapturedLog(TmsConfiguration.class);
        Tms tms =
            configuration.toTms(
                builder -> builder.sessions(SessionPolicy.DEFAULT.withSameSite(SameSite.NONE)))) {
      assertThat(tms.keys()).hasSize(1);
      assertThat(log.lines()).singleElement().asString().startsWith("WARNING Session.SameSite: ");
    }
  }

  @Test
  void parse_publicUrlOnHttp_warnsOnceAndListensInClear() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            """
            {"Client": {"ClientId": "x"},
             "FrontEnd": {"FrontEndRedirectUrl": "http://localhost:3000/"},
             "Server": {"PublicUrl": "http://localhost:7182"}}
            """,
            folder,
            Map.of());

    assertThat(configuration.warnings())
        .singleElement()
        .asString()
        .startsWith("Server.PublicUrl: is plain http");
    assertThat(configuration.server().listensWithTls()).isFalse();
  }

  @Test
  void parse_behindTlsProxy_keepsHttpsAndSecureCookies() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            """
            {"Client": {"ClientId": "x", "ResponseMode": "FORM_POST"},
             "FrontEnd": {"FrontEndRedirectUrl": "https://app.shop.example/",
                          "FrontEndCorsOrigin": ["https://app.shop.example", "https://b.shop.example"]},
             "Session": {"SameSite": "strict"},
             "Server": {"PublicUrl": "https://login.shop.example", "BasePath": "/tms", "Tls": "off"}}
            """,
            folder,
            Map.of());

    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.server().publicUrl()).hasToString("https://login.shop.example/tms");
    assertThat(configuration.server().basePath()).isEqualTo("/tms");
    assertThat(configuration.server().tls()).isEqualTo(Tls.OFF);
    assertThat(configuration.server().listensWithTls()).isFalse();
    assertThat(configuration.reading().sessions().sameSite()).isEqualTo(SameSite.STRICT);
  }

  @Test
  void parse_noOrigins_isForNativeClientsOnAnySite() {
    TmsConfiguration configuration =
        TmsConfiguration.parse(
            """
            {"Client": {"ClientId": "x"},
             "FrontEnd": {"FrontEndRedirectUrl": "https://done.example/", "FrontEndCorsOrigin": []}}
            """,
            folder,
            Map.of());

    assertThat(configuration.reading().frontEnd().origins()).isEmpty();
  }
}
