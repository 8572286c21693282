package dev.tms.testkit;

import static dev.tms.testkit.RelyingParty.request;
import static dev.tms.testkit.RelyingParty.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.testkit.browser.Page;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MisbehaviourTest {
  private static final Set<Misbehaviour> DROPS =
      Set.of(Misbehaviour.DROP_BEFORE, Misbehaviour.DROP_AFTER, Misbehaviour.CUT_BODY);

  private final TestProvider provider =
      TestProvider.builder().client(RelyingParty.client().build()).start();
  private final RelyingParty app = new RelyingParty(provider);

  @AfterEach
  void stop() {
    provider.close();
  }

  static Stream<Misbehaviour> transportFaults() {
    return Stream.of(Misbehaviour.values())
        .filter(
            f -> f.group() == Misbehaviour.Group.BEFORE || f.group() == Misbehaviour.Group.AFTER);
  }

  static Stream<Misbehaviour> members() {
    return Stream.of(Misbehaviour.values())
        .filter(f -> f.group() == Misbehaviour.Group.TOKEN_ANSWER);
  }

  static Stream<Misbehaviour> responses() {
    return Stream.of(Misbehaviour.values())
        .filter(f -> f.group() == Misbehaviour.Group.AUTHORIZATION_RESPONSE);
  }

  @ParameterizedTest
  @MethodSource("transportFaults")
  void refresh_transportFault_hasEffectExactlyWhereItSaysSo(Misbehaviour fault) {
    Object token = app.tokens().get("refresh_token");
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);

    if (DROPS.contains(fault)) {
      assertThatThrownBy(() -> app.refresh(token)).isInstanceOf(UncheckedIOException.class);
    } else {
      checkAnswer(fault, app.refresh(token));
    }

    boolean carriedOut = fault.group() == Misbehaviour.Group.AFTER;
    assertThat(provider.isRefreshTokenLive((String) token)).isEqualTo(!carriedOut);
    assertThat(provider.liveRefreshTokens()).hasSize(1);
    assertThat(provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
    assertThat(app.refresh(token).status()).isEqualTo(carriedOut ? 400 : 200);
  }

  private void checkAnswer(Misbehaviour fault, Page answer) {
    switch (fault) {
      case STATUS_500, STATUS_500_AFTER -> assertThat(answer.status()).isEqualTo(500);
      case STATUS_503 -> {
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("7");
      }
      case INVALID_GRANT -> TokenEndpointTest.assertError(answer, 400, "invalid_grant");
      case INVALID_CLIENT -> TokenEndpointTest.assertError(answer, 401, "invalid_client");
      case INTERACTION_REQUIRED ->
          TokenEndpointTest.assertError(answer, 400, "interaction_required");
      case INVALID_REQUEST -> TokenEndpointTest.assertError(answer, 400, "invalid_request");
      case EMPTY_400 -> {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.header("Content-Type")).isEmpty();
      }
      case ERROR_WITH_STATUS_200 -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("error=bad_refresh_token");
      }
      case STRANGE_ERROR -> assertThat(answer.json().get("error").toString()).contains("<script>");
      case REDIRECT -> {
        assertThat(answer.status()).isEqualTo(302);
        app.browser.get(answer.location().orElseThrow());
        assertThat(provider.count(RequestKind.OTHER)).isEqualTo(1);
      }
      case EMPTY_BODY -> assertThat(answer.body()).isEmpty();
      case GARBAGE_BODY, TRUNCATED_JSON -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
        assertThatThrownBy(answer::json).isInstanceOf(IllegalStateException.class);
      }
      case HTML_BODY -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/html");
      }
      case WRONG_CONTENT_TYPE -> {
        assertThat(answer.header("Content-Type")).contains("text/plain");
        assertThat(answer.json()).containsKey("access_token");
      }
      case HUGE_BODY -> {
        assertThat(answer.body()).hasSizeGreaterThan(8 << 20);
        assertThat(answer.json()).containsKey("access_token");
      }
      default -> throw new AssertionError("no check for " + fault);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FORM_BODY", "STATUS_201", "TRAILING_TEXT", "REPEATED_MEMBER", "TWO_REFRESH_TOKENS"})
  void tokenAnswer_oddForm_holdsTheRightTokens(Misbehaviour fault) {
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);

    Page answer = app.refresh(app.tokens().get("refresh_token"));

    String live = provider.liveRefreshTokens().iterator().next();
    assertThat(answer.body()).contains(live);
    switch (fault) {
      case FORM_BODY -> assertThat(answer.body()).contains("&").contains("token_type=Bearer");
      case STATUS_201 -> assertThat(answer.status()).isEqualTo(201);
      case TRAILING_TEXT -> assertThat(answer.body()).contains("}\n<!--");
      case REPEATED_MEMBER -> assertThat(answer.body().split("\"expires_in\"", -1)).hasSize(3);
      default -> {
        int first = answer.body().indexOf("\"refresh_token\":\"first\"");
        assertThat(answer.body().indexOf(live)).isGreaterThan(first).isPositive();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("members")
  void tokenAnswer_memberFault_spoilsThatMemberAlone(Misbehaviour fault) {
    Map<String, Object> right = app.tokens();
    provider.misbehave(RequestKind.TOKEN_REFRESH, fault);

    Map<String, Object> spoiled = app.refresh(right.get("refresh_token")).json();

    if (fault == Misbehaviour.UNKNOWN_TOKEN_TYPE) {
      assertThat(spoiled).containsEntry("token_type", "unheard-of").hasSameSizeAs(right);
    } else {
      String member = fault.name().substring("NO_".length()).toLowerCase(java.util.Locale.ROOT);
      assertThat(right).containsKey(member);
      assertThat(spoiled).doesNotContainKey(member).hasSize(right.size() - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void authorizationResponse_fault_isShownByLoginAndBySingleSignOn(Misbehaviour fault) {
    provider
        .misbehave(RequestKind.AUTHORIZATION, fault)
        .misbehave(RequestKind.AUTHORIZATION, fault);

    checkResponse(fault, app.login(request()));
    checkResponse(fault, response(app.authorize(request())));
    assertThat(response(app.authorize(request())))
        .containsKey("code")
        .containsEntry("iss", provider.issuer());
  }

  private static void checkResponse(Misbehaviour fault, Map<String, String> response) {
    switch (fault) {
      case RESPONSE_WRONG_ISSUER -> assertThat(response.get("iss")).startsWith("https://other");
      case RESPONSE_NO_ISSUER -> assertThat(response).doesNotContainKey("iss").containsKey("code");
      case RESPONSE_WRONG_STATE -> assertThat(response.get("state")).isNotEqualTo("the-state");
      case RESPONSE_NO_STATE -> assertThat(response).doesNotContainKey("state");
      case RESPONSE_NO_CODE -> assertThat(response).doesNotContainKeys("code", "error");
      case RESPONSE_WRONG_CODE -> assertThat(response.get("code")).hasSize(43);
      case RESPONSE_CODE_AND_ERROR -> assertThat(response).containsKeys("code", "error");
      case RESPONSE_ACCESS_DENIED ->
          assertThat(response).containsEntry("error", "access_denied").doesNotContainKey("code");
      case RESPONSE_TEMPORARILY_UNAVAILABLE ->
          assertThat(response).containsEntry("error", "temporarily_unavailable");
      case RESPONSE_STRANGE_ERROR ->
          assertThat(response.get("error_description")).contains("<script>");
      case RESPONSE_AUTH_MODE_NOT_ALLOWED ->
          assertThat(response)
              .containsEntry("error", "invalid_request")
              .containsEntry("error_description", "auth mode not allowed");
      default -> throw new AssertionError("no check for " + fault);
    }
  }

  @Test
  void wrongCode_cannotBeRedeemed() {
    provider.misbehave(RequestKind.AUTHORIZATION, Misbehaviour.RESPONSE_WRONG_CODE);

    assertThat(app.redeem(app.code()).status()).isEqualTo(400);
  }

  @Test
  void userInfo_wrongSubject() {
    Object token = app.tokens().get("access_token");
    provider.misbehave(RequestKind.USERINFO, Misbehaviour.USERINFO_WRONG_SUBJECT);

    assertThat(app.withBearer(provider.userInfoEndpoint(), token).json())
        .containsEntry("sub", "user-mallory")
        .containsEntry("name", "Alice Example");
  }

  @Test
  void discovery_faults() {
    provider
        .misbehave(RequestKind.DISCOVERY, Misbehaviour.DISCOVERY_WRONG_ISSUER)
        .misbehave(RequestKind.DISCOVERY, Misbehaviour.DISCOVERY_ISSUER_SLASH)
        .misbehave(RequestKind.DISCOVERY, Misbehaviour.DISCOVERY_NO_TOKEN_ENDPOINT);

    assertThat(discovery()).containsEntry("issuer", "https://other-provider.example");
    assertThat(discovery()).containsEntry("issuer", provider.issuer() + "/");
    assertThat(discovery()).doesNotContainKey("token_endpoint").containsKey("issuer");
    assertThat(discovery()).containsEntry("issuer", provider.issuer());
  }

  @Test
  void jwks_empty() {
    provider.misbehave(RequestKind.JWKS, Misbehaviour.JWKS_EMPTY);

    assertThat(app.browser.get(provider.jwksUri()).body()).isEqualTo("{\"keys\":[]}");
  }

  @Test
  void misbehave_kindThatCannotShowIt_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> provider.misbehave(RequestKind.JWKS, Misbehaviour.ID_TOKEN_WRONG_NONCE))
        .withMessageContaining("JWKS");
  }

  @Test
  void always_lastsUntilBehaveAndTheQueueGoesFirst() {
    provider
        .always(RequestKind.JWKS, Misbehaviour.STATUS_500)
        .misbehave(RequestKind.JWKS, Misbehaviour.STATUS_503);

    assertThat(app.browser.get(provider.jwksUri()).status()).isEqualTo(503);
    assertThat(app.browser.get(provider.jwksUri()).status()).isEqualTo(500);
    assertThat(app.browser.get(provider.jwksUri()).status()).isEqualTo(500);
    provider.behave();
    assertThat(app.browser.get(provider.jwksUri()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(RequestKind.class)
  void appliesTo_transportFaults_everyKind(RequestKind kind) {
    transportFaults().forEach(fault -> assertThat(fault.appliesTo(kind)).isTrue());
  }

  @Test
  void hold_requestIsNotCarriedOutBeforeRelease() throws Exception {
    Object token = app.tokens().get("refresh_token");
    Hold hold = provider.hold(RequestKind.TOKEN_REFRESH);

    CompletableFuture<Page> answer = CompletableFuture.supplyAsync(() -> app.refresh(token));
    hold.awaitArrived(1);
    assertThat(provider.isRefreshTokenLive((String) token)).isTrue();
    assertThat(answer).isNotDone();
    hold.release();

    assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void holdAnswer_requestIsCarriedOutBeforeRelease() throws Exception {
    Object token = app.tokens().get("refresh_token");
    CompletableFuture<Page> answer;
    try (Hold hold = provider.holdAnswer(RequestKind.TOKEN_REFRESH)) {
      answer = CompletableFuture.supplyAsync(() -> app.refresh(token));
      hold.awaitArrived(1);
      assertThat(provider.isRefreshTokenLive((String) token)).isFalse();
      assertThat(provider.count(RequestKind.TOKEN_REFRESH)).isEqualTo(1);
      assertThat(answer).isNotDone();
    }
    assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
  }

  @Test
  void delay_isAtLeastAsLongAsSaid() {
    provider.delay(RequestKind.JWKS, Duration.ofMillis(60));
    long start = System.nanoTime();

    app.browser.get(provider.jwksUri());

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(59));
  }

  @Test
  void close_releasesWhatIsHeldOrDelayed() {
    provider.delay(RequestKind.DISCOVERY, Duration.ofMinutes(5));
    Hold hold = provider.hold(RequestKind.JWKS);
    CompletableFuture<Page> held =
        CompletableFuture.supplyAsync(() -> app.browser.get(provider.jwksUri()));
    hold.awaitArrived(1);

    provider.close();

    assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
  }

  @Test
  void requests_areLoggedWithSecretsAsReceived() {
    String code = app.code();
    app.redeem(code);

    RecordedRequest recorded = provider.requests(RequestKind.TOKEN_CODE).get(0);
    assertThat(recorded.parameter("code")).contains(code);
    assertThat(recorded.header("Authorization")).contains(RelyingParty.basic("app", "secret"));
    assertThat(recorded.status()).isEqualTo(200);
    assertThat(recorded.toString()).doesNotContain(code);
    assertThat(provider.requests())
        .extracting(RecordedRequest::kind)
        .containsExactly(RequestKind.AUTHORIZATION, RequestKind.LOGIN, RequestKind.TOKEN_CODE);
    assertThat(provider.clearRequests().requests()).isEmpty();
  }

  @Test
  void requests_dropped_haveStatusZero() {
    provider.always(RequestKind.JWKS, Misbehaviour.DROP_BEFORE);

    assertThatThrownBy(() -> app.browser.get(provider.jwksUri()))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(provider.requests(RequestKind.JWKS).get(0).status()).isZero();
  }

  @Test
  void issuedSecrets_haveEverything() {
    String code = app.code();
    Map<String, Object> tokens = app.redeem(code).json();

    assertThat(provider.issuedSecrets())
        .contains(
            "secret",
            code,
            (String) tokens.get("access_token"),
            (String) tokens.get("refresh_token"),
            (String) tokens.get("id_token"),
            app.browser.cookies().all().get(0).value());
  }

  @Test
  void start_isQuick() {
    long start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      TestProvider.builder().start().close();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void issuerPath_withSlashAtTheEnd_keepsItInIssuerAlone() {
    try (TestProvider other =
        TestProvider.builder()
            .issuerPath("/core/")
            .host("localhost")
            .client(RelyingParty.client().build())
            .start()) {
      RelyingParty party = new RelyingParty(other);

      assertThat(other.issuer()).isEqualTo("http://localhost:" + other.port() + "/core/");
      assertThat(other.discoveryUri().getPath())
          .isEqualTo("/core/.well-known/openid-configuration");
      assertThat(party.browser.get(other.discoveryUri()).json())
          .containsEntry("issuer", other.issuer());
      assertThat(party.login(request())).containsEntry("iss", other.issuer());
      assertThat(party.browser.cookies().all().get(0).path()).isEqualTo("/core");
    }
  }

  private Map<String, Object> discovery() {
    return app.browser.get(provider.discoveryUri()).json();
  }
}
