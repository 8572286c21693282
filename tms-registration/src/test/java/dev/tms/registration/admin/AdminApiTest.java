package dev.tms.registration.admin;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.registration.ClientRegistration;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationKind;
import dev.tms.registration.Resource;
import dev.tms.registration.Spelling;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.CallProblem.Kind;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.token.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what each answer is taken for. */
final class AdminApiTest {
  private static final String HASH = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I=";

  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static AdminApi api() {
    return api(BearerTokens.of(Secret.of("t0ken")));
  }

  private static AdminApi api(BearerTokens tokens) {
    return AdminApi.at(URI.create("http://127.0.0.1:" + server.getPort() + "/v1"), tokens)
        .through(
            RemoteCalls.through(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                Duration.ofSeconds(2)));
  }

  private static ClientRegistration client() {
    return ClientRegistration.of(
        Map.of("clientId", "shop", "clientSecrets", List.of(Map.of("value", HASH))));
  }

  private static void answer(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
  }

  private static CallProblem problem(CallOutcome<?> outcome) {
    return outcome.fold(
        value -> {
          throw new AssertionError("done: " + value);
        },
        problem -> problem);
  }

  @Test
  void find_there_isReadWithBearerToken() {
    server.stubFor(
        get(urlEqualTo("/v1/Client/a%2Fb%20%C3%A4"))
            .withHeader("Authorization", equalTo("Bearer t0ken"))
            .willReturn(okJson("{\"clientId\": \"a/b ä\", \"rate\": 0.5}")));

    Optional<Registration> found =
        api().find(RegistrationKind.CLIENT, "a/b ä").fold(f -> f, p -> Optional.empty());

    assertThat(found).hasValueSatisfying(c -> assertThat(c.members()).containsKey("rate"));
  }

  @ParameterizedTest
  @CsvSource({"404,", "200,null", "204,", "404,{}"})
  void find_absent_isEmpty(int status, String body) {
    answer(aResponse().withStatus(status).withBody(body));

    assertThat(
            api()
                .find(RegistrationKind.API_SCOPE, "s")
                .<Boolean>fold(Optional::isEmpty, p -> false))
        .isTrue();
    server.verify(getRequestedFor(urlEqualTo("/v1/Resource/ApiScope/s")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"clientId\": \"other\"}", "[]", "<html>", "{\"clientId\": 1}"})
  void find_somethingElse_isUnreadable(String body) {
    answer(okJson(body));

    assertThat(problem(api().find(RegistrationKind.CLIENT, "shop")).kind())
        .isEqualTo(Kind.UNREADABLE);
  }

  @Test
  void createAndUpdate_goToTheCollectionWithTheIdInTheBody() {
    answer(aResponse().withStatus(201));

    assertThat(
            api()
                .create(Resource.of(RegistrationKind.API_SCOPE, Map.of("Name", "s")))
                .<Boolean>fold(r -> true, p -> false))
        .isTrue();
    assertThat(api().update(client()).<Boolean>fold(r -> true, p -> false)).isTrue();

    server.verify(
        postRequestedFor(urlEqualTo("/v1/Resource/ApiScope"))
            .withHeader("Content-Type", equalTo("application/json"))
            .withRequestBody(equalToJson("{\"name\": \"s\"}")));
    server.verify(putRequestedFor(urlEqualTo("/v1/Client")));
  }

  @Test
  void paths_andSpelling_areConfigurable() {
    answer(aResponse().withStatus(200));
    AdminApi api =
        api()
            .withSpelling(Spelling.PASCAL)
            .withPath(RegistrationKind.CLIENT, "Authorization/Clients");

    api.create(client());
    api.update(client());

    server.verify(postRequestedFor(urlEqualTo("/v1/Authorization/Clients")));
    server.verify(putRequestedFor(urlEqualTo("/v1/Authorization/Clients")));
    assertThatThrownBy(() -> api.withPath(RegistrationKind.CLIENT, "../x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> api.withPath(RegistrationKind.CLIENT, "x?y"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> api.find(RegistrationKind.CLIENT, ".."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, does not take what it was sent",
    "422, BAD_REQUEST, does not take what it was sent",
    "401, UNAUTHORIZED, does not take the token",
    "403, FORBIDDEN, scope or a role",
    "404, NOT_FOUND, is the base URL right?",
    "409, CONFLICT, there already",
    "429, TOO_MANY_REQUESTS, asks to wait",
    "500, PROVIDER_ERROR, failed",
    "503, PROVIDER_ERROR, failed",
    "302, UNEXPECTED_STATUS, redirects are not followed",
    "418, UNEXPECTED_STATUS, no meaning"
  })
  void status_isExplained(int status, Kind kind, String words) {
    answer(aResponse().withStatus(status).withHeader("Location", "https://evil.example/"));

    CallProblem problem = problem(api().create(client()));

    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.toString())
        .contains("POST http://127.0.0.1", "/v1/Client: " + status, words);
  }

  @Test
  void badRequest_saysWhatTheProviderSays_boundedAndWithoutSecrets() {
    answer(
        aResponse()
            .withStatus(400)
            .withHeader("Content-Type", "application/problem+json")
            .withBody(
                """
                {"title": "One or more validation errors\\u001b[2J occurred.",
                 "errors": {"RedirectUris": ["Not a URI: %s t0ken"], "Other": ["%s"]}}
                """
                    .formatted(HASH, "long ".repeat(1000))));

    CallProblem problem = problem(api().create(client()));

    assertThat(problem.message())
        .contains("validation errors [2J occurred.; RedirectUris: Not a URI: (hidden) (hidden)")
        .doesNotContain(HASH, "t0ken", "\u001b")
        .hasSizeLessThan(600);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"error\": \"invalid_request\", \"error_description\": \"no\"} | invalid_request; no",
        "{\"errorMessage\": \"Client exists\"} | Client exists",
        "\"plain\" | plain",
        "[\"a\", {\"code\": \"b\"}] | a; b",
        "just text | just text",
        "<!DOCTYPE html><p>x</p> | a page of HTML"
      })
  void badRequest_formsOfProblems_areUnderstood(String body, String words) {
    answer(aResponse().withStatus(400).withBody(body));

    assertThat(problem(api().create(client())).message()).endsWith(": " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120 | 120",
        "Sun, 22 Nov 2026 10:01:00 GMT | 60",
        "Sun, 22 Nov 2026 09:00:00 GMT | 0",
        "99999999 | 86400"
      })
  void tooManyRequests_retryAfter_isTold(String header, long seconds) {
    answer(
        aResponse()
            .withStatus(429)
            .withHeader("Date", "Sun, 22 Nov 2026 10:00:00 GMT")
            .withHeader("Retry-After", header));

    CallProblem problem = problem(api().create(client()));

    assertThat(problem.retryAfter()).hasValue(Duration.ofSeconds(seconds));
    assertThat(problem.toString()).endsWith("; again in " + seconds + " s");
  }

  @Test
  void noAnswer_inTimeOrAtAll_isUnknown() {
    answer(aResponse().withFixedDelay(4000));
    assertThat(problem(api().create(client())).kind()).isEqualTo(Kind.NO_ANSWER);

    answer(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));
    assertThat(problem(api().create(client())).kind()).isEqualTo(Kind.NO_ANSWER);
  }

  @Test
  void unauthorized_tokenThatCanBeRenewed_isTriedOnceMore() {
    server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
    server.stubFor(
        any(anyUrl())
            .withHeader("Authorization", equalTo("Bearer fresh"))
            .willReturn(aResponse().withStatus(201)));
    Deque<String> tokens = new ArrayDeque<>(List.of("stale", "fresh"));
    BearerTokens renewing =
        new BearerTokens() {
          @Override
          public Secret token() {
            return Secret.of(tokens.removeFirst());
          }

          @Override
          public boolean refused() {
            return true;
          }
        };

    assertThat(api(renewing).create(client()).<Boolean>fold(r -> true, p -> false)).isTrue();
    server.verify(2, postRequestedFor(anyUrl()));
  }

  @Test
  void noToken_isToldAndNothingIsSent(@TempDir Path folder) throws IOException {
    BearerTokens refused =
        () -> {
          throw new TmsException(ErrorCode.MACHINE_TOKEN_REFUSED, "no token for machine client x");
        };
    assertThat(problem(api(refused).create(client())).toString())
        .contains("no token for machine client x");

    Path file = folder.resolve("token");
    assertThat(problem(api(BearerTokens.fromFile(file)).create(client())).kind())
        .isEqualTo(Kind.NO_TOKEN);
    assertThat(problem(api(BearerTokens.fromFile(file)).create(client())).message())
        .isEqualTo("there is no token file " + file);
    Files.writeString(file, "two words");
    assertThat(problem(api(BearerTokens.fromFile(file)).create(client())).message())
        .contains(" is no bearer token")
        .doesNotContain("two words");
    server.verify(0, postRequestedFor(anyUrl()));

    Files.writeString(file, "from-file\n");
    answer(aResponse().withStatus(201));
    api(BearerTokens.fromFile(file)).create(client());
    server.verify(
        postRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer from-file")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://id.example/v1",
        "https://user:pw@id.example/v1",
        "https://id.example/v1?x=y",
        "https://id.example/v1#f",
        "ftp://id.example",
        "/v1"
      })
  void at_addressForNoToken_isRefused(String url) {
    assertThatThrownBy(() -> AdminApi.at(URI.create(url), BearerTokens.of(Secret.of("t"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tokens_ofOtherCharacters_areRefusedWithoutShowingThem() {
    assertThatThrownBy(() -> BearerTokens.of(Secret.of("se cret")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("se cret");
  }
}
