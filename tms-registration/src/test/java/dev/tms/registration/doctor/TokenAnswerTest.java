package dev.tms.registration.doctor;

import static dev.tms.registration.doctor.StubIssuer.html;
import static dev.tms.registration.doctor.StubIssuer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the doctor makes of a token endpoint's answers, and what it does not repeat. */
final class TokenAnswerTest extends BrokenInstallation {
  private String report(ResponseDefinitionBuilder answer) {
    stub.token(answer);
    Diagnosis diagnosis = atStub().examine();
    return diagnosis.toText("tms.json") + diagnosis.toJson("tms.json");
  }

  private static ResponseDefinitionBuilder text(int status, String type, String body) {
    return WireMock.aResponse().withStatus(status).withHeader("Content-Type", type).withBody(body);
  }

  @Test
  @DisplayName("Lesson 20, 33: an answer that repeats the client secret does not reveal it")
  void echoes_areHidden() {
    String secret = Installation.SECRET;
    String encoded = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    String credentials =
        Base64.getEncoder().encodeToString(("shop:" + encoded).getBytes(StandardCharsets.UTF_8));
    for (ResponseDefinitionBuilder echo :
        List.of(
            json(400, Map.of("error", secret, "error_description", "got " + secret)),
            json(400, Map.of("error", "x", "error_description", "got " + encoded)),
            json(401, Map.of("error", "x", "error_description", "got Basic " + credentials)),
            text(500, "text/plain", "Authorization: Basic " + credentials),
            html(500, "<h1>" + secret + "</h1><p>" + "x ".repeat(1990) + credentials))) {
      assertThat(report(echo))
          .contains("(hidden)")
          .doesNotContain(secret, encoded, credentials, credentials.substring(0, 16));
    }
  }

  @Test
  @DisplayName("Lesson 20: tokens of an answer are not kept")
  void tokens_areNotShown() {
    assertThat(report(json(200, Map.of("access_token", "t0k3n", "token_type", "Bearer"))))
        .contains("the token endpoint takes a made-up code")
        .doesNotContain("t0k3n");
    assertThat(
            report(
                text(
                    200,
                    "text/plain",
                    "access_token=t0k3n&scope=a {\"refresh_token\": \"t0k3n\", broken")))
        .contains("access_token=(hidden)&scope=a")
        .doesNotContain("t0k3n");
  }

  @Test
  void errors_areOneLineWithTheirWords() {
    assertThat(
            report(
                json(
                    401,
                    Map.of(
                        "error", "invalid_client",
                        "error_description", "Client \u001B[1mshop\nunknown"))))
        .contains("of client shop: invalid_client: Client shop unknown", "[client-refused]");
    assertThat(
            report(
                json(
                    400,
                    Map.of(
                        "error", "invalid_request",
                        "error_description", "shop may not use authorization_code"))))
        .contains("answers invalid_request: shop may not use authorization_code");
  }

  @Test
  void errors_areReadAsTheServiceDoes() {
    for (String error :
        List.of("Invalid_Client", "UNAUTHORIZED_CLIENT", "incorrect_client_credentials")) {
      for (int status : List.of(200, 400)) {
        assertThat(report(json(status, Map.of("error", error)))).contains("[client-refused]");
      }
    }
    assertThat(report(json(400, Map.of("error", "Invalid_Grant"))))
        .doesNotContain("[token-endpoint-odd]", "[client-refused]");
  }

  @Test
  void page_isQuotedByTitleAndText() {
    assertThat(
            report(text(502, "text/html", "<title>502</title><h1>Bad gateway</h1><p>by proxy 7")))
        .contains("answered 502 with text/html", "  | 502\n  | Bad gateway by proxy 7\n");
  }

  @Test
  void strangeJson_isAnOddAnswer() {
    for (String body : List.of("[1]", "\"x\"", "{\"a\":1,\"a\":2}", "{", "", "null")) {
      assertThat(report(text(200, "application/json", body)))
          .as(body)
          .contains("the token endpoint answered 200 with application/json");
    }
    assertThat(report(json(200, Map.of("error", 42)))).contains("neither a token nor an error");
  }
}
