package dev.tms.registration.dynamic;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.delete;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.registration.remote.BearerTokens;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.RemoteCalls;
import dev.tms.token.Secret;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7591 and RFC 7592 over the wire. */
final class RegistrationEndpointTest {
  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private static final ClientMetadata METADATA =
      ClientMetadata.of(Map.of("redirect_uris", List.of("https://c/cb")));

  private static String base() {
    return "http://127.0.0.1:" + server.getPort();
  }

  private static RegistrationEndpoint endpoint() {
    return RegistrationEndpoint.at(URI.create(base() + "/register"), RemoteCalls.standard());
  }

  private static String answer(String secret, String more) {
    return ("{'client_id': 'c1', 'client_secret': '%s', 'client_secret_expires_at': 0,"
            + " 'redirect_uris': ['https://c/cb'], 'client_id_issued_at': 1700000000%s}")
        .formatted(secret, more)
        .replace('\'', '"');
  }

  private static String managed() {
    return ", 'registration_access_token': 'rat', 'registration_client_uri': '"
        + base()
        + "/register/c1'";
  }

  private static <T> T done(CallOutcome<T> outcome) {
    return outcome.fold(
        value -> value,
        problem -> {
          throw new AssertionError(problem.toString());
        });
  }

  private static RegisteredClient registered() {
    server.stubFor(post("/register").willReturn(okJson(answer("s1", managed())).withStatus(201)));
    return done(endpoint().register(METADATA, BearerTokens.of(Secret.of("initial"))));
  }

  @Test
  void register_withInitialAccessToken_givesTheClient() {
    RegisteredClient client = registered();

    server.verify(
        postRequestedFor(anyUrl())
            .withHeader("Authorization", equalTo("Bearer initial"))
            .withRequestBody(equalToJson("{\"redirect_uris\": [\"https://c/cb\"]}")));
    assertThat(client.clientId()).isEqualTo("c1");
    assertThat(client.secret()).contains(Secret.of("s1"));
    assertThat(client.secretExpiresAt()).isEmpty();
    assertThat(client.metadata()).isEqualTo(METADATA);
    assertThat(client.toString() + client.metadata()).doesNotContain("s1", "rat");
  }

  @Test
  void register_openly_sendsNoToken() {
    server.stubFor(post("/register").willReturn(okJson(answer("s", ""))));

    assertThat(done(endpoint().register(METADATA)).registrationAccessToken()).isEmpty();
    server.verify(postRequestedFor(anyUrl()).withHeader("Authorization", absent()));
  }

  @Test
  void register_refused_tellsTheErrorCode() {
    server.stubFor(
        post("/register")
            .willReturn(
                okJson(
                        "{\"error\": \"invalid_redirect_uri\","
                            + " \"error_description\": \"host not allowed\"}")
                    .withStatus(400)));

    CallProblem problem = endpoint().register(METADATA).fold(client -> null, failed -> failed);

    assertThat(problem.code()).contains("invalid_redirect_uri");
    assertThat(problem.message()).contains("host not allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"client_id\": 1.5}", "<html>"})
  void register_answerIsNoClient_isUnreadable(String body) {
    server.stubFor(post("/register").willReturn(aResponse().withStatus(201).withBody(body)));

    assertThat(endpoint().register(METADATA).fold(client -> null, CallProblem::kind))
        .isEqualTo(CallProblem.Kind.UNREADABLE);
  }

  @Test
  void register_clientIdThatIsANumber_losesNoSecret() {
    server.stubFor(
        post("/register")
            .willReturn(
                aResponse()
                    .withStatus(201)
                    .withBody("{\"client_id\": 17, \"client_secret\": \"issued\"}")));

    RegisteredClient client =
        endpoint().register(METADATA).fold(made -> made, failed -> RegisteredClient.of(Map.of()));

    assertThat(client.clientId()).isEqualTo("17");
    assertThat(client.secret().map(Secret::reveal)).contains("issued");
  }

  @Test
  void read_rotatedTokenAndSecret_areThoseToKeep() {
    RegisteredClient client = registered();
    server.stubFor(
        get("/register/c1")
            .withHeader("Authorization", equalTo("Bearer rat"))
            .willReturn(okJson(answer("s2", managed().replace("'rat'", "'rat2'")))));

    RegisteredClient now = done(endpoint().read(client));

    assertThat(now.secret()).contains(Secret.of("s2"));
    assertThat(now.registrationAccessToken()).contains(Secret.of("rat2"));
  }

  @Test
  void update_sendsIdAndSecretAndNothingThatTheProviderIssues() {
    RegisteredClient client = registered();
    server.stubFor(put("/register/c1").willReturn(okJson(answer("s1", ""))));

    RegisteredClient now =
        done(endpoint().update(client, ClientMetadata.of(client.members()).with("scope", "x")));

    server.verify(
        putRequestedFor(anyUrl())
            .withRequestBody(
                equalToJson(
                    "{\"client_id\": \"c1\", \"client_secret\": \"s1\", \"scope\": \"x\","
                        + " \"redirect_uris\": [\"https://c/cb\"]}")));
    // left out of the answer: still good
    assertThat(now.registrationAccessToken()).contains(Secret.of("rat"));
  }

  @Test
  void answerAboutAnotherClient_isRefused() {
    RegisteredClient client = registered();
    server.stubFor(any(anyUrl()).willReturn(okJson(answer("s", "").replace("c1", "another"))));

    assertThat(endpoint().read(client).fold(c -> null, CallProblem::kind))
        .isEqualTo(CallProblem.Kind.UNREADABLE);
  }

  @Test
  void delete_usesTheRegistrationAccessToken() {
    RegisteredClient client = registered();
    server.stubFor(delete("/register/c1").willReturn(aResponse().withStatus(204)));

    assertThat(endpoint().delete(client)).isEqualTo(new Done<>("c1"));
    server.verify(deleteRequestedFor(anyUrl()).withHeader("Authorization", equalTo("Bearer rat")));
  }

  @Test
  void manage_withoutTokenOrAtAnUnsafeAddress_sendsNothing() {
    RegisteredClient bare = RegisteredClient.of(Map.of("client_id", "c"));
    RegisteredClient unsafe =
        RegisteredClient.of(
            Map.of(
                "client_id", "c",
                "registration_access_token", "t",
                "registration_client_uri", "http://id.example/c"));

    assertThat(endpoint().read(bare).fold(c -> null, CallProblem::kind))
        .isEqualTo(CallProblem.Kind.NO_TOKEN);
    assertThat(endpoint().delete(unsafe).fold(c -> null, CallProblem::kind))
        .isEqualTo(CallProblem.Kind.UNSAFE_ADDRESS);
  }
}
