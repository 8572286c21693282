package dev.tms.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.FakeRequest;
import dev.tms.http.FrontEnd;
import dev.tms.http.Header;
import dev.tms.http.PublicUrl;
import dev.tms.http.Response;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsTest {
  private static final String OURS = "https://localhost:7183";
  private final OriginCheck cors =
      new OriginCheck(
          FrontEnd.at("https://localhost:7183/")
              .withOrigins(List.of(OURS, "https://second.example")),
          PublicUrl.of("https://localhost:7182"));

  private static FakeRequest preflight(String origin) {
    return FakeRequest.of("OPTIONS", "/Session/RetrieveToken")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "requestverificationtoken");
  }

  @Test
  void headers_configuredOrigin_isAllowedWithCredentials() {
    List<Header> headers = cors.corsHeaders(FakeRequest.get("/x").header("Origin", OURS));

    assertThat(headers)
        .containsExactlyInAnyOrder(
            new Header("Vary", "Origin"),
            new Header("Access-Control-Allow-Origin", OURS),
            new Header("Access-Control-Allow-Credentials", "true"),
            new Header("Access-Control-Expose-Headers", "Retry-After"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "*",
        "https://evil.example",
        "http://localhost:7183",
        "https://localhost",
        "https://localhost:7182",
        "https://localhost:71830",
        "https://localhost:7183.evil.example",
        "https://evil.localhost:7183",
        "https://LOCALHOST:7183",
        "https://localhost:7183/",
        "https://localhost:7183 ",
        "https://localhost:7183, https://evil.example",
        "https://second.example.evil.example",
        "https://evilsecond.example",
        "https://second.example:443",
      })
  @DisplayName("Lesson 41: an answer without permission varies by origin anyway")
  void headers_otherOrigin_varyOnly(String origin) {
    assertThat(cors.corsHeaders(FakeRequest.get("/x").header("Origin", origin)))
        .containsExactly(new Header("Vary", "Origin"));
    assertThat(cors.preflight(preflight(origin)).orElseThrow().headers())
        .containsExactly(new Header("Vary", "Origin"));
  }

  @Test
  void headers_noOriginOrTwo_varyOnly() {
    assertThat(cors.corsHeaders(FakeRequest.get("/x")))
        .containsExactly(new Header("Vary", "Origin"));
    assertThat(
            cors.corsHeaders(FakeRequest.get("/x").header("Origin", OURS).header("Origin", OURS)))
        .containsExactly(new Header("Vary", "Origin"));
  }

  @Test
  void preflight_configuredOrigin_isAllowed() {
    Response answer = cors.preflight(preflight(OURS)).orElseThrow();

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(OURS);
    assertThat(answer.header("Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(answer.header("Access-Control-Allow-Methods")).contains("GET", "POST", "DELETE");
    assertThat(answer.header("Access-Control-Allow-Headers"))
        .contains("RequestVerificationToken", "Content-Type", "Accept")
        .doesNotContain("*");
    assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    assertThat(answer.header("Vary")).isEqualTo("Origin");
  }

  @Test
  void preflight_requestThatIsNone_isLeftAlone() {
    assertThat(cors.preflight(FakeRequest.get("/x").header("Origin", OURS))).isEmpty();
    assertThat(cors.preflight(FakeRequest.of("OPTIONS", "/x").header("Origin", OURS))).isEmpty();
    assertThat(
            cors.preflight(
                FakeRequest.of("OPTIONS", "/x").header("Access-Control-Request-Method", "POST")))
        .isEmpty();
    assertThat(
            cors.preflight(
                FakeRequest.post("/x")
                    .header("Origin", OURS)
                    .header("Access-Control-Request-Method", "POST")))
        .isEmpty();
  }
}
