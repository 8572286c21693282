package dev.tms.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.event.TmsEvent;
import dev.tms.machine.MachineTokenOutcome.Granted;
import dev.tms.machine.MachineTokenOutcome.Refused;
import dev.tms.machine.MachineTokenOutcome.Unavailable;
import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.testkit.AccessTokenFormat;
import dev.tms.testkit.ClientAuthMethod;
import dev.tms.testkit.Hold;
import dev.tms.testkit.Misbehaviour;
import dev.tms.testkit.RecordedRequest;
import dev.tms.testkit.RequestKind;
import dev.tms.testkit.TestClient;
import dev.tms.token.AccessToken;
import dev.tms.token.Scopes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens of a strict provider, over HTTP, and of one that misbehaves. */
final class MachineTokensTest {
  private static final RequestKind KIND = RequestKind.TOKEN_CLIENT_CREDENTIALS;

  private final MachineRig rig = new MachineRig();

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void accessToken_discovered_isAcceptedByTheProvidersApi() {
    try (MachineTokens tokens = rig.tokens()) {
      AccessToken token = tokens.accessToken("billing");

      assertThat(rig.provider.isAccessTokenLive(token.reveal())).isTrue();
      assertThat(token.scopes()).isEqualTo(Scopes.of("read"));
      assertThat(token.lifetime()).isEqualTo(Duration.ofMinutes(5));
      assertThat(rig.provider.count(RequestKind.DISCOVERY)).isEqualTo(1);
    }
  }

  @Test
  void build_nothingAsked_callsNobody() {
    rig.tokens().close();

    assertThat(rig.provider.requests()).isEmpty();
  }

  @Test
  void accessToken_tokenEndpointGiven_discoversNothing() {
    MachineClient client =
        MachineClient.at(
                rig.provider.tokenEndpoint().toString(),
                "worker",
                ClientSecret.of(MachineRig.SECRET))
            .withScopes("write")
            .withResources("https://api.example/", "urn:other")
            .withParameter("audience", "some body");
    try (MachineTokens tokens = rig.builder().client("billing", client).build()) {
      tokens.accessToken("billing");
    }

    RecordedRequest request = rig.provider.requests(KIND).get(0);
    assertThat(rig.provider.count(RequestKind.DISCOVERY)).isZero();
    assertThat(request.form())
        .containsEntry("scope", List.of("write"))
        .containsEntry("resource", List.of("https://api.example/", "urn:other"))
        .containsEntry("audience", List.of("some body"));
  }

  @Test
  void accessToken_secretInTheForm_isAccepted() {
    rig.provider.register(
        TestClient.confidential("poster", "p&st")
            .authMethod(ClientAuthMethod.POST)
            .scopes("read")
            .build());
    MachineClient client =
        MachineClient.of(
            rig.client().source(), "poster", ClientAuthentication.post(ClientSecret.of("p&st")));
    try (MachineTokens tokens = rig.builder().client("poster", client).build()) {
      assertThat(tokens.request("poster")).isInstanceOf(Granted.class);
    }
  }

  @Test
  @DisplayName("Ten thousand requests from 100 threads: one token request per key")
  void accessToken_tenThousandFromAHundredThreads_isOneRequestPerKey() throws Exception {
    List<String> names = List.of("reader", "reader-too", "writer", "writer-elsewhere");
    Set<String> seen = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(100);
    try (MachineTokens tokens =
        rig.builder()
            .client("reader", rig.client())
            .client("reader-too", rig.client())
            .client("writer", rig.client().withScopes("write"))
            .client("writer-elsewhere", rig.client().withScopes("write").withResources("urn:x"))
            .build()) {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<Set<String>>> results = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  Set<String> mine = new HashSet<>();
                  for (int j = 0; j < 100; j++) {
                    mine.add(tokens.accessToken(names.get(j % names.size())).reveal());
                  }
                  return mine;
                }));
      }
      start.countDown();
      for (Future<Set<String>> result : results) {
        seen.addAll(result.get(30, TimeUnit.SECONDS));
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(seen).hasSize(3);
    assertThat(rig.tokenRequests()).isEqualTo(3);
    assertThat(rig.provider.count(RequestKind.DISCOVERY)).isEqualTo(1);
  }

  @Test
  void accessToken_inTheEarlyWindow_isRenewedBehindTheCaller() throws Exception {
    CountDownLatch issued = new CountDownLatch(2);
    try (MachineTokens tokens =
        rig.builder()
            .quickListener(event -> count(event, issued))
            .client("billing", rig.client())
            .build()) {
      String first = tokens.accessToken("billing").reveal();
      rig.clock.advance(Duration.ofMinutes(4));
      try (Hold renewal = rig.provider.hold(KIND)) {
        assertThat(tokens.accessToken("billing").reveal()).isEqualTo(first);
        renewal.awaitArrived(1);
        assertThat(tokens.accessToken("billing").reveal()).isEqualTo(first);
      }
      assertThat(issued.await(10, TimeUnit.SECONDS)).isTrue();

      assertThat(tokens.accessToken("billing").reveal()).isNotEqualTo(first);
    }

    assertThat(rig.tokenRequests()).isEqualTo(2);
  }

  private static void count(TmsEvent event, CountDownLatch issued) {
    if (event instanceof TmsEvent.MachineTokenFetched) {
      issued.countDown();
    }
  }

  @Test
  void accessToken_interruptedCaller_losesNothingForTheOthers() throws Exception {
    try (MachineTokens tokens = rig.tokens()) {
      Hold hold = rig.provider.hold(KIND);
      Future<MachineTokenOutcome> interrupted;
      Future<MachineTokenOutcome> patient;
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        CountDownLatch asking = new CountDownLatch(1);
        Thread[] caller = new Thread[1];
        interrupted =
            threads.submit(
                () -> {
                  caller[0] = Thread.currentThread();
                  asking.countDown();
                  MachineTokenOutcome outcome = tokens.request("billing");
                  assertThat(Thread.interrupted()).isTrue();
                  return outcome;
                });
        asking.await();
        hold.awaitArrived(1);
        patient = threads.submit(() -> tokens.request("billing"));
        caller[0].interrupt();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isInstanceOf(Unavailable.class);
        hold.release();
        assertThat(patient.get(10, TimeUnit.SECONDS)).isInstanceOf(Granted.class);
      } finally {
        hold.release();
        threads.shutdownNow();
      }
    }

    assertThat(rig.tokenRequests()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "DROP_BEFORE",
        "STATUS_500",
        "STATUS_503",
        "REDIRECT",
        "DROP_AFTER",
        "CUT_BODY",
        "STATUS_500_AFTER",
        "EMPTY_BODY",
        "GARBAGE_BODY",
        "HTML_BODY",
        "TRUNCATED_JSON",
        "HUGE_BODY",
        "NO_ACCESS_TOKEN",
        "NO_TOKEN_TYPE",
        "UNKNOWN_TOKEN_TYPE"
      })
  void request_providerInTrouble_isUnavailableAndLaterWell(Misbehaviour fault) {
    try (MachineTokens tokens = rig.tokens()) {
      rig.provider.misbehave(KIND, fault);

      MachineTokenOutcome outcome = tokens.request("billing");

      assertThat(outcome).isInstanceOf(Unavailable.class);
      assertThat(((Unavailable) outcome).retryAfter())
          .isBetween(Duration.ofMillis(500), Duration.ofSeconds(7));
      assertThat(tokens.request("billing")).isInstanceOf(Unavailable.class);
      assertThat(rig.tokenRequests()).isEqualTo(1);
      rig.clock.advance(Duration.ofSeconds(7));
      assertThat(tokens.request("billing")).isInstanceOf(Granted.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "INVALID_CLIENT",
        "INVALID_GRANT",
        "STRANGE_ERROR",
        "INVALID_REQUEST",
        "ERROR_WITH_STATUS_200"
      })
  void request_refused_isItsErrorAndLaterWell(Misbehaviour fault) {
    try (MachineTokens tokens = rig.tokens()) {
      rig.provider.misbehave(KIND, fault);

      MachineTokenOutcome outcome = tokens.request("billing");

      assertThat(((Refused) outcome).error())
          .isIn(
              "invalid_client",
              "invalid_grant",
              "unrecognized",
              "invalid_request",
              "bad_refresh_token");
      rig.clock.advance(Duration.ofSeconds(1));
      assertThat(tokens.request("billing")).isInstanceOf(Granted.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NO_EXPIRES_IN",
        "NO_SCOPE",
        "NO_REFRESH_TOKEN",
        "WRONG_CONTENT_TYPE",
        "FORM_BODY",
        "STATUS_201",
        "TRAILING_TEXT",
        "REPEATED_MEMBER"
      })
  void request_smallFault_isGranted(Misbehaviour fault) {
    try (MachineTokens tokens = rig.tokens()) {
      rig.provider.misbehave(KIND, fault);

      AccessToken token = tokens.accessToken("billing");

      assertThat(token.scopes()).isEqualTo(Scopes.of("read"));
      // the JWT says it, to the second
      assertThat(token.lifetime()).isBetween(Duration.ofSeconds(299), Duration.ofMinutes(5));
    }
  }

  @Test
  void accessToken_opaqueAndNoExpiresIn_livesTheDefault() {
    rig.provider.accessTokenFormat(AccessTokenFormat.OPAQUE);
    rig.provider.misbehave(KIND, Misbehaviour.NO_EXPIRES_IN);
    try (MachineTokens tokens =
        rig.builder()
            .client("billing", rig.client().withDefaultTokenLifetime(Duration.ofSeconds(40)))
            .build()) {
      assertThat(tokens.accessToken("billing").lifetime()).isEqualTo(Duration.ofSeconds(40));
    }
  }

  @Test
  void accessToken_outageWhileATokenWorks_isServed() {
    try (MachineTokens tokens = rig.tokens()) {
      String first = tokens.accessToken("billing").reveal();
      rig.provider.always(KIND, Misbehaviour.DROP_BEFORE);
      rig.clock.advance(Duration.ofSeconds(298));

      assertThat(tokens.accessToken("billing").reveal()).isEqualTo(first);
      rig.clock.advance(Duration.ofSeconds(2));
      assertThatThrownBy(() -> tokens.accessToken("billing"))
          .isInstanceOfSatisfying(
              TmsException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
                assertThat(e.retryAfter()).isPresent();
                assertThat(e).hasMessageContaining("billing");
              });
    }
  }

  @Test
  void accessToken_wrongSecret_saysSoWithoutTellingIt() {
    MachineClient wrong =
        MachineClient.discover(
            rig.provider.issuer(), "worker", ClientSecret.of("quite-another-secret"));
    try (MachineTokens tokens = rig.builder().client("billing", wrong).build()) {
      assertThatThrownBy(() -> tokens.accessToken("billing"))
          .isInstanceOfSatisfying(
              TmsException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.MACHINE_TOKEN_REFUSED);
                assertThat(e)
                    .hasMessageContaining("invalid_client")
                    .hasMessageNotContaining("quite-another");
              });
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Misbehaviour.class,
      names = {"DISCOVERY_WRONG_ISSUER", "DISCOVERY_ISSUER_SLASH", "DISCOVERY_NO_TOKEN_ENDPOINT"})
  void accessToken_metadataContradictTheConfiguration_isMisconfiguredUntilTheyDoNot(
      Misbehaviour contradiction) {
    rig.provider.misbehave(RequestKind.DISCOVERY, contradiction);
    try (MachineTokens tokens = rig.tokens()) {
      for (int i = 0; i < 2; i++) { // the second is answered by what is remembered
        assertThatThrownBy(() -> tokens.accessToken("billing"))
            .isInstanceOfSatisfying(
                TmsException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_MISCONFIGURED);
                  assertThat(e.retryAfter()).isEmpty();
                });
      }
      assertThat(rig.tokenRequests()).isZero();
      rig.clock.advance(Duration.ofSeconds(1));
      assertThat(tokens.request("billing")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void accessToken_discoveryDown_isUnavailableAndLaterWell() {
    rig.provider.misbehave(RequestKind.DISCOVERY, Misbehaviour.STATUS_500);
    try (MachineTokens tokens = rig.tokens()) {
      assertThat(tokens.request("billing")).isInstanceOf(Unavailable.class);
      assertThat(rig.tokenRequests()).isZero();
      rig.clock.advance(Duration.ofSeconds(1));
      assertThat(tokens.request("billing")).isInstanceOf(Granted.class);
    }
  }

  @Test
  void forget_oneAndAll_areFetchedAnew() {
    try (MachineTokens tokens =
        rig.builder()
            .client("reader", rig.client())
            .client("writer", rig.client().withScopes("write"))
            .build()) {
      String reader = tokens.accessToken("reader").reveal();
      String writer = tokens.accessToken("writer").reveal();

      tokens.forget("reader");

      assertThat(tokens.accessToken("reader").reveal()).isNotEqualTo(reader);
      assertThat(tokens.accessToken("writer").reveal()).isEqualTo(writer);
      assertThat(rig.tokenRequests()).isEqualTo(3);
      tokens.forgetAll();
      tokens.accessToken("reader");
      assertThat(tokens.accessToken("writer").reveal()).isNotEqualTo(writer);
      assertThat(rig.tokenRequests()).isEqualTo(5);
    }
  }

  @Test
  void accessToken_unknownName_saysWhichThereAre() {
    try (MachineTokens tokens = rig.tokens()) {
      assertThat(tokens.names()).containsExactly("billing");
      assertThatThrownBy(() -> tokens.accessToken("biling"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("billing");
      assertThatThrownBy(() -> tokens.forget("x")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void close_tokenThatWorks_isServedOnAndNoneFetched() {
    MachineTokens tokens = rig.tokens();
    tokens.accessToken("billing");

    tokens.close();

    assertThat(tokens.request("billing")).isInstanceOf(Granted.class);
    tokens.forgetAll();
    assertThat(tokens.request("billing")).isInstanceOf(Unavailable.class);
    assertThat(rig.tokenRequests()).isEqualTo(1);
  }

  @Test
  void toString_ofEverything_showsNoToken() {
    try (MachineTokens tokens = rig.tokens()) {
      MachineTokenOutcome outcome = tokens.request("billing");

      assertThat(tokens + " " + outcome + " " + rig.events)
          .doesNotContain(((Granted) outcome).token().reveal(), MachineRig.SECRET);
    }
  }
}
