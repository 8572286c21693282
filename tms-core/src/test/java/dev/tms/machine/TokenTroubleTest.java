package dev.tms.machine;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.tms.Tms;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.oauth.ClientSecret;
import dev.tms.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token endpoint that is down, slow, or answers nonsense: a typed outcome each. */
final class TokenTroubleTest {
  private static final WireMockServer server =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

  private final ManualClock clock = new ManualClock();

  @BeforeAll
  static void start() {
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @BeforeEach
  void reset() {
    server.resetAll();
  }

  private MachineTokenOutcome request(String endpoint, Duration timeout) {
    MachineClient client =
        MachineClient.at(endpoint, "worker", ClientSecret.of("secret")).withTimeout(timeout);
    try (MachineTokens tokens =
        Tms.machineTokens().clock(clock).client("billing", client).build()) {
      return tokens.request("billing");
    }
  }

  private MachineTokenOutcome request() {
    return request("http://127.0.0.1:" + server.port() + "/token", Duration.ofSeconds(20));
  }

  private static void answer(ResponseDefinitionBuilder response) {
    server.stubFor(post(urlEqualTo("/token")).willReturn(response));
  }

  private static void assertUnavailable(MachineTokenOutcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.reason()).isNotBlank());
  }

  @Test
  void request_nobodyListens_isUnavailable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertUnavailable(request("http://127.0.0.1:" + port + "/token", Duration.ofSeconds(20)));
  }

  @Test
  void request_slowAnswer_isUnavailableAfterTheTimeout() {
    answer(okJson("{}").withFixedDelay(20_000));

    assertUnavailable(
        request("http://127.0.0.1:" + server.port() + "/token", Duration.ofMillis(300)));
    server.verify(1, postRequestedFor(urlEqualTo("/token")));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void request_brokenConnection_isUnavailable(Fault fault) {
    answer(aResponse().withFault(fault));

    assertUnavailable(request());
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 404, 429, 500, 502, 503})
  void request_statusWithoutJson_isUnavailable(int status) {
    answer(aResponse().withStatus(status));

    assertUnavailable(request());
  }

  @ParameterizedTest
  @CsvSource({
    "400,invalid_client",
    "401,invalid_client",
    "400,invalid_scope",
    "400,invalid_target",
    "403,unauthorized_client",
    "400,INVALID_CLIENT",
    "200,incorrect_client_credentials",
    "400,invalid_request",
    "400,access_denied"
  })
  void request_errorOfTheTokenEndpoint_isRefused(int status, String error) {
    answer(
        okJson("{\"error\":\"" + error + "\",\"error_description\":\"secret\"}")
            .withStatus(status));

    assertThat(request())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.error()).isEqualTo(error.toLowerCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource({"400,temporarily_unavailable", "200,ratelimited", "400,slow_down", "408,oops"})
  void request_errorOfTheMoment_isUnavailable(int status, String error) {
    answer(okJson("{\"error\":\"" + error + "\"}").withStatus(status));

    assertUnavailable(request());
  }

  @Test
  void request_401WithoutAnError_isRefused() {
    answer(aResponse().withStatus(401));

    assertThat(request())
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.error()).isEqualTo("unrecognized"));
  }

  @Test
  void request_errorBehindA500_isUnavailable() {
    answer(okJson("{\"error\":\"invalid_client\"}").withStatus(500));

    assertUnavailable(request());
  }

  @ParameterizedTest
  @CsvSource({"429,7,7", "503,3,3", "503,3600,30"})
  void request_retryAfter_isHalfToWholeOfIt(int status, String header, long most) {
    answer(aResponse().withStatus(status).withHeader("Retry-After", header));

    assertThat(((Unavailable) request()).retryAfter())
        .isBetween(Duration.ofMillis(most * 500), Duration.ofSeconds(most));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json",
        "[]",
        "null",
        "{",
        "{}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":7,\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"t\"}",
        "{\"access_token\":\"t\",\"token_type\":\"DPoP\"}",
        "{\"access_token\":\"t\",\"token_type\":\"mac\"}",
        "{\"access_token\":\"t\",\"access_token\":\"u\",\"token_type\":\"Bearer\"}"
      })
  void request_answerThatIsNoToken_isUnavailable(String body) {
    answer(okJson(body));

    assertUnavailable(request());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nX-Admin: yes", "a b", "t\\u00f6ken", "a\\u0000"})
  void request_tokenThatNoHeaderCanCarry_isUnavailableAndNotTold(String token) {
    answer(okJson("{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}"));

    assertThat(request())
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure -> assertThat(failure.reason()).doesNotContain("Admin", "a b", "ken\""));
  }

  @ParameterizedTest
  @CsvSource({"60,60", "'\"60\"',60", "0,300", "-1,300", "null,300", "'\"soon\"',300", "1.9,1"})
  void request_expiresIn_isReadOrTheDefault(String expiresIn, long seconds) {
    answer(
        okJson(
            "{\"access_token\":\"opaque\",\"token_type\":\"bearer\",\"expires_in\":"
                + expiresIn
                + "}"));

    assertThat(((Granted) request()).token().lifetime()).hasSeconds(seconds);
  }

  @Test
  void request_redirect_isNotFollowed() {
    answer(aResponse().withStatus(307).withHeader("Location", "/elsewhere"));

    assertUnavailable(request());
    server.verify(0, postRequestedFor(urlEqualTo("/elsewhere")));
  }

  @Test
  void authorizing_sameTokenAgain_isNotTriedAgain() throws Exception {
    answer(okJson("{\"access_token\":\"same\",\"token_type\":\"Bearer\"}"));
    server.stubFor(post(urlEqualTo("/api")).willReturn(aResponse().withStatus(401)));
    String base = "http://127.0.0.1:" + server.port();
    MachineClient client = MachineClient.at(base + "/token", "worker", ClientSecret.of("secret"));
    try (MachineTokens tokens = Tms.machineTokens().client("billing", client).build()) {
      int status =
          tokens
              .authorizing("billing", java.net.http.HttpClient.newHttpClient())
              .send(
                  java.net.http.HttpRequest.newBuilder(java.net.URI.create(base + "/api"))
                      .POST(java.net.http.HttpRequest.BodyPublishers.ofString("x"))
                      .build(),
                  java.net.http.HttpResponse.BodyHandlers.discarding())
              .statusCode();

      assertThat(status).isEqualTo(401);
    }
    server.verify(1, postRequestedFor(urlEqualTo("/api")));
    server.verify(2, postRequestedFor(urlEqualTo("/token")));
  }

  @Test
  void problem_whatever_isATmsException() {
    assertThatThrownBy(
            () -> {
              throw MachineTokens.problem("x", new Unavailable(Duration.ZERO, "why"));
            })
        .hasMessage("no token for machine client x: why");
  }
}
