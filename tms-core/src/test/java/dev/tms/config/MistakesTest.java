package dev.tms.config;

import static dev.tms.config.ConfigRig.MINIMAL;
import static dev.tms.config.ConfigRig.problems;
import static dev.tms.config.ConfigRig.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tms.InvalidConfigurationException.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One mistake is one problem, at the path of its key; nine are nine. */
class MistakesTest {
  @TempDir Path folder;

  @Test
  void parse_nineMistakes_listsNineProblems() {
    String json =
        """
        {
          "Client": {
            "Authority": "http://accounts.example/",
            "ClientIdd": "x",
            "Timeout": 10,
            "ResponseType": "token"
          },
          "FrontEnd": {"FrontEndCorsOrigin": "*"},
          "Session": {"SameSite": "Sometimes", "IdleTimeout": "20 minutes", "Home": "memory"},
          "Server": {"Port": 71820}
        }
        """;

    assertThat(problems(json, folder, Map.of()))
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "Client.Authority",
            "Client.ClientIdd",
            "Client.Timeout",
            "Client.ResponseType",
            "FrontEnd.FrontEndCorsOrigin",
            "Session.SameSite",
            "Session.IdleTimeout",
            "Session.Home",
            "Server.Port");
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments("{}", "Client.ClientId", "is missing"),
        arguments("{\"Client\": null}", "Client.ClientId", "is missing"),
        arguments("{\"Client\": \"x\"}", "Client", "must be an object, found a text"),
        arguments("{\"Clinet\": {\"ClientId\": \"x\"}}", "Clinet", "did you mean Client?"),
        arguments("{\"Client\": {\"ClientIdd\": \"x\"}}", "Client.ClientIdd", "Client.ClientId?"),
        arguments("{\"ClientId\": \"x\"}", "ClientId", "did you mean Client.ClientId?"),
        arguments(
            "{\"Client:ClientId\": \"x\"}", "Client:ClientId", "did you mean Client.ClientId"),
        arguments(with("Serilog", "\"a\": 1"), "Serilog", "is not a known key"),
        arguments(
            with("Client", "\"clientid\": \"y\""), "Client.ClientId", "is set twice in line 1"),
        arguments(with("client", "\"ClientId\": \"y\""), "Client", "is set twice"),
        arguments("{\"Client\": {\"ClientId\": 7}}", "Client.ClientId", "a text, found a number"),
        arguments("{\"Client\": {\"ClientId\": \" \"}}", "Client.ClientId", "is empty"),
        arguments("{\"Client\": {\"ClientId\": \"ü\"}}", "Client.ClientId", "printable ASCII"),
        arguments(with("Client", "\"ClientSecret\": 7"), "Client.ClientSecret", "found a number"),
        arguments(with("Client", "\"ClientSecret\": \"\""), "Client.ClientSecret", "is empty"),
        arguments(
            with("Client", "\"ClientSecretFile\": \"missing\""),
            "Client.ClientSecretFile",
            "there is no file"),
        arguments(
            with("Client", "\"ClientSecret\": \"a\", \"ClientSecretFile\": \"b\""),
            "Client.ClientSecret",
            "Client.ClientSecretFile too"),
        arguments(
            with("Client", "\"ClientSecret\": \"a\", \"ClientAuthentication\": \"none\""),
            "Client.ClientAuthentication",
            "Client.ClientSecret"),
        arguments(
            with("Client", "\"ClientAuthentication\": \"private_key_jwt\""),
            "Client.ClientAuthentication",
            "must be client_secret_basic, client_secret_post or none"),
        arguments(
            with("Client", "\"UsePkce\": false"), "Client.UsePkce", "public clients need PKCE"),
        arguments(with("Client", "\"UsePkce\": \"true\""), "Client.UsePkce", "found a text"),
        arguments(with("Client", "\"Scopes\": \"openid\""), "Client.Scopes", "a list of texts"),
        arguments(with("Client", "\"Scopes\": [\"a\"]"), "Client.Scopes", "must contain openid"),
        arguments(with("Client", "\"Scopes\": [\"openid\", 1]"), "Client.Scopes", "found a number"),
        arguments(with("Client", "\"Scopes\": [\"openid a\"]"), "Client.Scopes", "not a scope"),
        arguments(with("Client", "\"Authority\": \"x\""), "Client.Authority", "https"),
        arguments(
            with("Client", "\"Authority\": \"http://id.example\""), "Client.Authority", "loopback"),
        arguments(
            with("Client", "\"TokenEndpoint\": \"http://id.example/t\", " + OTHER_ENDPOINTS),
            "Client.TokenEndpoint",
            "loopback"),
        arguments(with("Client", OTHER_ENDPOINTS), "Client.TokenEndpoint", "is missing"),
        arguments(
            with(
                "Client",
                "\"UserInfo\": true, \"TokenEndpoint\": \"https://id.example/t\", "
                    + OTHER_ENDPOINTS),
            "Client.UserInfoEndpoint",
            "is missing"),
        arguments(
            with(
                "Client",
                "\"UserInfo\": 1, \"TokenEndpoint\": \"https://a.example/\", " + OTHER_ENDPOINTS),
            "Client.UserInfo",
            "found a number"),
        arguments(
            with("Client", "\"ApplicationId\": \"a b\""), "Client.ApplicationId", "printable"),
        arguments(
            with("Client", "\"CallbackPath\": \"callback\""), "Client.CallbackPath", "a path"),
        arguments(
            with("Client", "\"SignedOutCallbackPath\": \"signed-out\""),
            "Client.SignedOutCallbackPath",
            "a path such as /callback: signed-out"),
        arguments(
            with("Client", "\"CallbackPath\": \"/auth/logout\""),
            "Client.CallbackPath",
            "another endpoint"),
        arguments(
            with("Client", "\"SignedOutCallbackPath\": \"/CALLBACK\""),
            "Client.SignedOutCallbackPath",
            "must differ"),
        arguments(
            with("Client", "\"ResponseMode\": \"fragment\""), "Client.ResponseMode", "query or"),
        arguments(
            with("Client", "\"ResponseType\": \"id_token\""), "Client.ResponseType", "be code"),
        arguments(with("Client", "\"Timeout\": \"PT0S\""), "Client.Timeout", "above 0"),
        arguments(with("Client", "\"Timeout\": \"PT15S\""), "Refresh.Lease", "Client.Timeout"),
        arguments(
            with("Client", "\"DefaultTokenLifetime\": \"-PT1S\""),
            "Client.DefaultTokenLifetime",
            "positive"),
        arguments(
            with("FrontEnd", "\"FrontEndRedirectUrl\": \"/app\""),
            "FrontEnd.FrontEndRedirectUrl",
            "absolute https URL"),
        arguments(
            with("FrontEnd", "\"FrontEndCorsOrigin\": \"https://a.example/path\""),
            "FrontEnd.FrontEndCorsOrigin",
            "scheme, host and port"),
        arguments(
            with("FrontEnd", "\"FrontEndCorsOrigin\": {}"),
            "FrontEnd.FrontEndCorsOrigin",
            "a text or a list of texts, found an object"),
        arguments(
            with("FrontEnd", "\"FrontEndCorsOrigin\": \"https://app.example\""),
            "FrontEnd.FrontEndCorsOrigin",
            "another site"),
        arguments(
            with("FrontEnd", "\"FrontEndRedirectUrl\": \"http://localhost:3000/\""),
            "FrontEnd.FrontEndCorsOrigin",
            "another site"),
        arguments(
            with("FrontEnd", "\"NativeRedirectUris\": []"),
            "FrontEnd.NativeRedirectUris",
            "not in this version"),
        arguments(
            with("Tenants", "\"Mode\": \"many\""), "Tenants.Mode", "discovery, fixed or single"),
        arguments(with("Tenants", "\"Mode\": \"fixed\""), "Tenants.Fixed", "no user could sign in"),
        arguments(
            with("Tenants", "\"Mode\": \"fixed\", \"Fixed\": {\"acme\": {}}"),
            "Tenants.Fixed.acme",
            "no customer domain"),
        arguments(
            with(
                "Tenants", "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {\"Acr\": \"x\"}}"),
            "Tenants.Fixed.a1.b1.example.Acr",
            "is not a known key"),
        arguments(
            with(
                "Tenants",
                "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {\"AcrValue\": \"x\"}}"),
            "Tenants.Fixed.a1.b1.example.AcrValue",
            "did you mean Tenants.Fixed.a1.b1.example.AcrValues?"),
        arguments(
            with("Tenants", "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": null}"),
            "Tenants.Fixed.a1.b1.example",
            "must be an object, found null"),
        arguments(
            with(
                "Tenants",
                "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {}, \"A1.b1.example\": {}}"),
            "Tenants.Fixed.A1.b1.example",
            "is set twice"),
        arguments(
            with(
                "Tenants",
                "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {\"PromptLogin\": 1}}"),
            "Tenants.Fixed.a1.b1.example.PromptLogin",
            "true or false"),
        arguments(
            with(
                "Tenants",
                "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {\"AcrValues\": \"ü\"}}"),
            "Tenants.Fixed.a1.b1.example.AcrValues",
            "printable"),
        arguments(
            with("Tenants", "\"DiscoveryUrlTemplate\": \"https://directory.example/\""),
            "Tenants.DiscoveryUrlTemplate",
            "{customerDomain}"),
        arguments(
            with("Tenants", "\"DiscoveryUrlTemplate\": \"http://{customerDomain}/x\""),
            "Tenants.DiscoveryUrlTemplate",
            "loopback"),
        arguments(
            with("Tenants", "\"AllowedDomains\": [\"*.example\"]"),
            "Tenants.AllowedDomains",
            "at least two labels"),
        arguments(
            with("Tenants", "\"AllowedDomains\": []"), "Tenants.AllowedDomains", "empty list"),
        arguments(
            with("Tenants", "\"DiscoveryUrlTemplate\": \"https://{customerDomain}/x\""),
            "Tenants.AllowedDomains",
            "a stranger would choose"),
        arguments(with("Session", "\"Home\": \"redis\""), "Session.Home", "cookie or store"),
        arguments(
            with("Session", "\"IdleTimeout\": \"PT0S\""), "Session.IdleTimeout", "at least 1 s"),
        arguments(with("Session", "\"IdleTimeout\": 20"), "Session.IdleTimeout", "\"PT20M\""),
        arguments(
            with("Session", "\"AbsoluteTimeout\": \"PT1M\""), "Session.AbsoluteTimeout", "PT20M"),
        arguments(
            with("Session", "\"CookieName\": \"__Host-a\""),
            "Session.CookieName",
            "without prefix"),
        arguments(
            with("Session", "\"KeepIdToken\": null, \"KeepIdTokn\": true"),
            "Session.KeepIdTokn",
            "KeepIdToken?"),
        arguments(with("Session", "\"UserClaims\": true"), "Session.UserClaims", "a truth value"),
        arguments(with("Refresh", "\"Lease\": \"PT10S\""), "Refresh.Lease", "Client.Timeout"),
        arguments(with("Refresh", "\"Wait\": \"PT0S\""), "Refresh.Wait", "between"),
        arguments(with("Refresh", "\"Grace\": \"PT2H\""), "Refresh.Grace", "between"),
        arguments(with("Logout", "\"CheckInterval\": \"PT5M\""), "Logout.CheckInterval", "between"),
        arguments(
            with("Logout", "\"OnStoreFailure\": \"ignore\""),
            "Logout.OnStoreFailure",
            "allow or deny"),
        arguments(with("Logout", "\"RevokeOffline\": 1"), "Logout.RevokeOffline", "true or"),
        arguments(with("Native", "\"Interaction\": \"provider\""), "Native.Interaction", "not in"),
        arguments(with("Server", "\"Port\": \"7182\""), "Server.Port", "without quotes"),
        arguments(with("Server", "\"Port\": 0"), "Server.Port", "1 to 65535"),
        arguments(with("Server", "\"Port\": 71.5"), "Server.Port", "whole number"),
        arguments(
            with("Server", "\"ManagementPort\": 7182"), "Server.ManagementPort", "Server.Port"),
        arguments(
            with("Server", "\"ManagementPort\": 70000, \"ManagementHost\": \"127.0.0.1\""),
            "Server.ManagementPort",
            "1 to 65535"),
        arguments(
            with("Server", "\"PublicUrl\": \"http://tms.example\""),
            "Server.PublicUrl",
            "loopback"),
        arguments(with("Server", "\"BasePath\": \"tms\""), "Server.BasePath", "base path"),
        arguments(
            with("Server", "\"PublicUrl\": \"https://localhost/a\", \"BasePath\": \"/b\""),
            "Server.BasePath",
            "differs"),
        arguments(with("Server", "\"KeyStore\": \"none.p12\""), "Server.KeyStore", "is no file"),
        arguments(
            with("Server", "\"KeyStorePassword\": \"p\""),
            "Server.KeyStorePassword",
            "without Server.KeyStore"),
        arguments(
            with("Server", "\"Tls\": \"off\", \"KeyStore\": \"a.p12\""),
            "Server.KeyStore",
            "listens in clear"),
        arguments(with("Server", "\"Tls\": \"on\""), "Server.Tls", "auto or off"),
        arguments(with("Keys", "\"PassphraseFile\": 1"), "Keys.PassphraseFile", "found a number"),
        arguments(
            with("Client", "\"LoginParameters\": {\"redirect_uri\": [\"x\"]}"),
            "Client.LoginParameters.redirect_uri",
            "not for callers to set"),
        arguments(
            with("Client", "\"LoginParameters\": {\"hint\": \"(\"}"),
            "Client.LoginParameters.hint",
            "regular expression"),
        arguments(
            with("Client", "\"LoginParameters\": {\"hint\": []}"),
            "Client.LoginParameters.hint",
            "at least one"),
        arguments(
            with("Client", "\"LoginParameters\": {\"hint\": 7}"),
            "Client.LoginParameters.hint",
            "found a number"),
        arguments(
            with("Client", "\"Parameters\": {\"h\": \"x\"}, \"LoginParameters\": {\"h\": \"x\"}"),
            "Client.LoginParameters.h",
            "fixed value"),
        arguments(with("Client", "\"Resource\": \"api\""), "Client.Resource", "absolute URI"),
        arguments(with("Client", "\"SubjectClaim\": \"id\""), "Client.SubjectClaim", "userinfo"),
        arguments(with("Client", "\"AssumeBearer\": \"yes\""), "Client.AssumeBearer", "true or"),
        arguments(
            with("Endpoints", "\"RetrieveToken\": \"no\""), "Endpoints.RetrieveToken", "true or"));
  }

  private static final String OTHER_ENDPOINTS =
      "\"AuthorizationEndpoint\": \"https://id.example/a\", \"JwksUri\": \"https://id.example/j\"";

  @ParameterizedTest(name = "{1}: {2}")
  @MethodSource("mistakes")
  void parse_oneMistake_isOneProblemAtItsKey(String json, String path, String message) {
    List<Problem> problems = problems(json, folder, Map.of());

    assertThat(problems).singleElement().extracting(Problem::path).isEqualTo(path);
    assertThat(problems.get(0).message()).contains(message);
  }

  @Test
  void parse_publicUrlOnHttp_needsWhatHttpCannotDo() {
    String server = ", \"Server\": {\"PublicUrl\": \"http://localhost:7182\"}}";
    String front = ", \"FrontEnd\": {\"FrontEndRedirectUrl\": \"http://localhost:3000/\"}";

    assertThat(
            problems(
                "{\"Client\": {\"ClientId\": \"x\", \"ResponseMode\": \"form_post\"}"
                    + front
                    + server,
                folder,
                Map.of()))
        .extracting(Problem::path)
        .containsExactly("Client.ResponseMode");
    assertThat(
            problems(
                "{\"Client\": {\"ClientId\": \"x\"}, \"Session\": {\"SameSite\": \"None\"}"
                    + front
                    + server,
                folder,
                Map.of()))
        .extracting(Problem::path)
        .containsExactly("Session.SameSite");
  }

  @Test
  @DisplayName("Lesson 7: a restriction that would not be in force stops the start")
  void parse_allowedDomainsWithATable_isAProblem() {
    String json =
        with(
            "Tenants",
            "\"Mode\": \"fixed\", \"Fixed\": {\"a1.b1.example\": {}},"
                + " \"AllowedDomains\": [\"cloud.example\"]");

    assertThat(problems(json, folder, Map.of()))
        .extracting(Problem::path)
        .containsExactly("Tenants.AllowedDomains");
  }

  @Test
  void parse_damagedKeysetAndAnotherMistake_areBothListed() throws Exception {
    Files.writeString(folder.resolve("tms-keys.json"), "{}");

    assertThat(problems("{}", folder, Map.of()))
        .extracting(Problem::path)
        .containsExactly("Client.ClientId", "Keys.File");
  }

  @Test
  void toTms_damagedKeyset_namesTheKey() throws Exception {
    Files.writeString(folder.resolve("tms-keys.json"), "{}");
    TmsConfiguration configuration = TmsConfiguration.parse(MINIMAL, folder, Map.of());

    assertThat(
            org.assertj.core.api.Assertions.catchThrowableOfType(
                    dev.tms.InvalidConfigurationException.class, configuration::toTms)
                .problems())
        .extracting(Problem::path)
        .containsExactly("Keys.File");
  }

  @Test
  void parse_lineBreaksInNamesAndValues_stayOnOneLine() {
    String json =
        "{\"a\\nServer.Port: fine\": 1, \"Client\": {\"ClientId\": \"x\","
            + " \"Authority\": \"https://a\\nb\"}}";

    assertThat(problems(json, folder, Map.of()))
        .hasSize(2)
        .allSatisfy(problem -> assertThat(problem.toString()).doesNotContain("\n"));
  }

  @Test
  void parse_marksThatTurnWritingAround_areNotShown() {
    assertThat(
            problems(
                "{\"Client\": {\"ClientId\": \"x\", \"a\u202eb\\u0007\": 1}}", folder, Map.of()))
        .singleElement()
        .asString()
        .startsWith("Client.a?b?: ");
  }
}
