package dev.tms.oidc;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okForContentType;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.temporaryRedirect;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.tms.event.TmsEvent;
import dev.tms.http.NetworkSettings;
import dev.tms.oauth.ClientSettings;
import dev.tms.oauth.Provider;
import dev.tms.oauth.ProviderTrouble;
import dev.tms.oauth.Rig;
import dev.tms.oidc.OidcClient.AuthorizeOutcome;
import dev.tms.oidc.OidcClient.RenewOutcome;
import dev.tms.outbound.HttpClientSender;
import dev.tms.token.AccessToken;
import dev.tms.token.Claims;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import dev.tms.token.TokenSet;
import dev.tms.token.User;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A provider that is down, slow, redirects, or answers what is no answer, over the wire. */
class ProviderTroubleTest {
  private static final String DISCOVERY = "/.well-known/openid-configuration";

  @RegisterExtension
  static final WireMockExtension server =
      WireMockExtension.newInstance()
          .options(options().dynamicPort().bindAddress("127.0.0.1"))
          .build();

  private final List<TmsEvent> events = new CopyOnWriteArrayList<>();
  private String issuer;

  @BeforeEach
  void wellAtFirst() {
    issuer = "http://127.0.0.1:" + server.getPort();
    server.stubFor(
        get(DISCOVERY)
            .willReturn(
                okJson(
                    """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/a","token_endpoint":"%1$s/t",
                     "jwks_uri":"%1$s/k","revocation_endpoint":"%1$s/r",
                     "end_session_endpoint":"%1$s/e"}
                    """
                        .formatted(issuer))));
  }

  private OidcClient client(String at) {
    ClientSettings settings = Rig.settings().withTimeout(Duration.ofMillis(700));
    return new OidcClient(
        Provider.discover(at),
        settings,
        HttpClientSender.of(null, NetworkSettings.DEFAULT),
        events::add,
        InstantSource.system(),
        new SecureRandom());
  }

  private RenewOutcome renew(OidcClient client) {
    Instant now = Instant.now();
    AccessToken access =
        new AccessToken(Secret.of("at-1"), now, now.plusSeconds(60), Scopes.of("openid"));
    return client.renew(
        Secret.of("rt-1"),
        new TokenSet(Map.of("", access), Secret.of("rt-1"), null, null),
        new User(issuer, "alice", null, now, null, null, Claims.NONE),
        null);
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        Arguments.of("slow", aResponse().withFixedDelay(3_000), "timed_out", false),
        Arguments.of(
            "trickling",
            okForContentType("application/json", "{\"a\":\"" + "b".repeat(200) + "\"}")
                .withChunkedDribbleDelay(20, 4_000),
            "timed_out",
            false),
        Arguments.of("redirect", temporaryRedirect("/elsewhere"), "redirected", true),
        Arguments.of("html", okForContentType("text/html", "<html>"), "not_json", false),
        Arguments.of(
            "html called json", okForContentType("application/json", "<html>"), "not_json", false),
        Arguments.of(
            "broken json",
            okForContentType("application/json", "{\"access_token\":\"a"),
            "not_json",
            false),
        Arguments.of(
            "huge",
            okForContentType("application/json", "{\"a\":\"" + "b".repeat(300_000) + "\"}"),
            "too_large",
            false),
        Arguments.of("empty", aResponse().withFault(Fault.EMPTY_RESPONSE), "dropped", false),
        Arguments.of(
            "reset", aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER), "dropped", false),
        Arguments.of(
            "broken chunk",
            aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK),
            "dropped",
            false),
        Arguments.of("500", aResponse().withStatus(500).withBody("oops"), "not_json", true),
        Arguments.of("503", aResponse().withStatus(503), "not_json", true));
  }

  private String lastOutcome() {
    return ((TmsEvent.ProviderCalled) events.get(events.size() - 1)).outcome();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void discovery_trouble_isUnavailableInTime(
      String name, ResponseDefinitionBuilder answer, String outcome, boolean complete) {
    server.stubFor(get(DISCOVERY).willReturn(answer));

    AuthorizeOutcome authorize = client(issuer).authorize(LoginParameters.NONE);

    assertThat(authorize)
        .isInstanceOfSatisfying(
            AuthorizeOutcome.Unavailable.class,
            u -> {
              assertThat(u.trouble().isMisconfigured()).isFalse();
              assertThat(u.trouble().retryAfter()).isPositive();
              assertThat(u.trouble().reason()).contains(DISCOVERY).doesNotContain("oops");
            });
    assertThat(lastOutcome()).isEqualTo(outcome);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  @DisplayName("a refresh in trouble keeps the session, and is never sent a second time")
  void refresh_trouble_isUnavailable(
      String name, ResponseDefinitionBuilder answer, String outcome, boolean complete) {
    server.stubFor(post("/t").willReturn(answer));

    RenewOutcome renewed = renew(client(issuer));

    assertThat(renewed)
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u ->
                assertThat(u.trouble().kind())
                    .isEqualTo(
                        complete
                            ? ProviderTrouble.Kind.NOT_DONE
                            : ProviderTrouble.Kind.UNANSWERED));
    assertThat(lastOutcome()).isEqualTo(outcome);
    server.verify(1, postRequestedFor(urlEqualTo("/t")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void revocation_trouble_isFalseInTime(
      String name, ResponseDefinitionBuilder answer, String outcome, boolean complete) {
    server.stubFor(post("/r").willReturn(answer));

    boolean done = client(issuer).revoke(Secret.of("rt-1"));

    // what the body says does not count
    assertThat(done).isEqualTo(name.startsWith("html") || name.equals("broken json"));
  }

  @Test
  void anything_providerDown_isUnavailable() throws IOException {
    String down;
    try (ServerSocket closed = new ServerSocket(0)) {
      down = "http://127.0.0.1:" + closed.getLocalPort();
    }
    OidcClient client = client(down);

    assertThat(client.authorize(LoginParameters.NONE))
        .isInstanceOfSatisfying(
            AuthorizeOutcome.Unavailable.class,
            u -> assertThat(u.trouble().isMisconfigured()).isFalse());
    assertThat(renew(client))
        .isInstanceOfSatisfying(
            RenewOutcome.Unavailable.class,
            u -> assertThat(u.trouble().kind()).isEqualTo(ProviderTrouble.Kind.NOT_SENT));
    assertThat(client.revoke(Secret.of("rt-1"))).isFalse();
    assertThat(client.endSession(null, URI.create("https://shop.example/"), "s")).isEmpty();
  }
}
