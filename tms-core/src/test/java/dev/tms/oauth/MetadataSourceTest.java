package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.http.Header;
import dev.tms.outbound.Sender.Answer;
import dev.tms.outbound.Sender.SendFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataSourceTest {
  private final Rig rig = new Rig();
  private final MetadataSource source = rig.metadata();

  private ProviderMetadata known() {
    assertThat(source.get()).isInstanceOf(ProviderMetadata.class);
    return (ProviderMetadata) source.get();
  }

  private String misconfigured() {
    return misconfigured(source.get());
  }

  private static String misconfigured(MetadataSource.Outcome outcome) {
    ProviderTrouble trouble = (ProviderTrouble) outcome;
    assertThat(trouble.isMisconfigured()).isTrue();
    return trouble.reason();
  }

  private ProviderTrouble unknown() {
    ProviderTrouble trouble = (ProviderTrouble) source.get();
    assertThat(trouble.isMisconfigured()).isFalse();
    return trouble;
  }

  @Test
  void constructor_nothingAskedYet_callsNobody() {
    assertThat(rig.sender.calls).isEmpty();
  }

  @Test
  void get_rightDocument_isKnown() {
    rig.discovery("authorization_response_iss_parameter_supported", true);

    ProviderMetadata metadata = known();

    assertThat(metadata.issuer()).isEqualTo(Rig.ISSUER);
    assertThat(metadata.tokenEndpoint()).hasToString("https://id.example/token");
    assertThat(metadata.issInAnswers()).isTrue();
    assertThat(metadata.signatureAlgorithms()).isEmpty();
    assertThat(rig.outcomes("discovery")).containsExactly("ok");
  }

  @Test
  void get_withinAnHour_asksOnce() {
    known();
    rig.clock.advance(Duration.ofMinutes(59));

    known();

    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(1);
  }

  @Test
  void get_afterAnHour_asksAgain() {
    known();
    rig.discovery("token_endpoint", "https://id.example/token2");
    rig.clock.advance(Duration.ofHours(1));

    assertThat(known().tokenEndpoint()).hasToString("https://id.example/token2");
  }

  @Test
  void get_providerDownAfterAnHour_goesOnWithWhatIsKnown() {
    known();
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));
    rig.clock.advance(Duration.ofHours(2));

    assertThat(known().issuer()).isEqualTo(Rig.ISSUER);
    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://id.example/realm/",
        "https://id.example/Realm",
        "https://ID.example/realm",
        "https://evil.example/realm",
        "https://id.example"
      })
  void get_issuerNotIdentical_isRefused(String issuer) {
    rig.discovery("issuer", issuer);

    assertThat(misconfigured()).contains("issuer").doesNotContain("evil");
  }

  @Test
  void get_noIssuerAtAll_isRefused() {
    rig.discovery("issuer", null);

    assertThat(misconfigured()).contains("no issuer");
  }

  @Test
  void get_issuerDiffersByASlash_saysSo() {
    rig.discovery("issuer", Rig.ISSUER + "/");

    assertThat(misconfigured()).contains("slash");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
  void get_requiredEndpointMissing_isRefused(String name) {
    Map<String, Object> document = Rig.document();
    document.remove(name);
    rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, document));

    assertThat(misconfigured()).contains("its " + name + " is missing");
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of("http://id.example/x", "plain http"),
        Arguments.of("javascript:alert(1)", "absolute"),
        Arguments.of("/x", "absolute"),
        Arguments.of("//id.example/x", "absolute"),
        Arguments.of("https://id.example/x#f", "fragment"),
        Arguments.of("https://u:p@id.example/", "user"),
        Arguments.of("https://id.example/{x}", "not a URL"),
        Arguments.of("", "is empty"),
        Arguments.of(7, "not a text"),
        Arguments.of(List.of("https://id.example/x"), "not a text"),
        Arguments.of(Map.of(), "not a text"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void get_neededEndpointIsUnusable_isNamedWithTheReason(Object value, String reason) {
    for (String name : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
      Rig other = new Rig().discovery(name, value);

      assertThat(misconfigured(other.metadata().get())).contains("its " + name, reason);
    }
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void get_endpointThatNothingNeedsIsUnusable_isAbsentAndANote(Object value, String reason) {
    Map<String, Object> document = Rig.document();
    List.of(
            "userinfo_endpoint",
            "revocation_endpoint",
            "introspection_endpoint",
            "end_session_endpoint")
        .forEach(name -> document.put(name, value));
    rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, document));

    ProviderMetadata metadata;
    try (CapturedLog log = new CapturedLog(MetadataSource.class)) {
      metadata = known();
      rig.clock.advance(Duration.ofHours(2));
      known();

      assertThat(log.lines()).hasSize(4).allSatisfy(line -> assertThat(line).contains(reason));
    }

    assertThat(metadata.userInfoEndpoint()).isNull();
    assertThat(metadata.revocationEndpoint()).isNull();
    assertThat(metadata.introspectionEndpoint()).isNull();
    assertThat(metadata.endSessionEndpoint()).isNull();
    assertThat(metadata.unusable()).hasSize(4);
  }

  @Test
  void get_otherMembersOfAnotherType_areAbsent() {
    Map<String, Object> document = Rig.document();
    document.put("authorization_response_iss_parameter_supported", "true");
    document.put("id_token_signing_alg_values_supported", "RS256");
    rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, document));

    assertThat(known().issInAnswers()).isFalse();
    assertThat(known().signatureAlgorithms()).isEmpty();
  }

  @Test
  @DisplayName("what the configuration needs decides: userinfo as identity needs no jwks_uri")
  void get_identityFromUserInfo_needsUserInfoAndNoKeys() {
    ClientSettings settings = Rig.settings().withIdentity(IdentitySource.USERINFO);
    rig.discovery("jwks_uri", 7);
    assertThat(rig.metadata(settings).get()).isInstanceOf(ProviderMetadata.class);

    Rig other = new Rig().discovery("userinfo_endpoint", "http://id.example/userinfo");
    assertThat(misconfigured(other.metadata(settings).get()))
        .contains("userinfo_endpoint", "plain http");
  }

  @Test
  void get_hmacIsConfigured_needsNoKeys() {
    ClientSettings settings =
        ClientSettings.of(
                "shop",
                ClientAuthentication.basic(ClientSecret.of("s".repeat(32))),
                Rig.settings().redirectUri(),
                Rig.settings().scopes())
            .withIdTokenSigningAlgorithm("HS256");
    rig.discovery("jwks_uri", null);

    assertThat(rig.metadata(settings).get()).isInstanceOf(ProviderMetadata.class);
  }

  @Test
  void get_tokensAlone_needTheTokenEndpointAlone() {
    rig.sender.on(
        Rig.DISCOVERY,
        FakeSender.json(
            200, Map.of("issuer", Rig.ISSUER, "token_endpoint", "https://id.example/token")));

    assertThat(forTokens(rig).get()).isInstanceOf(ProviderMetadata.class);
    assertThat(misconfigured(forTokens(new Rig().discovery("token_endpoint", "")).get()))
        .contains("token_endpoint");
  }

  private static MetadataSource forTokens(Rig rig) {
    return new MetadataSource(
        Provider.discover(Rig.ISSUER),
        ProviderMetadata::missingForTokens,
        rig.calls,
        Duration.ofSeconds(1),
        rig.clock,
        rig.random);
  }

  @Test
  void get_contradictionAfterAnHour_goesOnWithWhatIsKnown() {
    known();
    rig.discovery("issuer", "https://evil.example");
    rig.clock.advance(Duration.ofHours(2));

    assertThat(known().issuer()).isEqualTo(Rig.ISSUER);
  }

  @Test
  void get_contradictionGoesOn_isAskedAgainAfterAPauseOnly() {
    rig.discovery("issuer", "https://evil.example");
    misconfigured();
    misconfigured();
    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(1);
    rig.discovery("issuer", Rig.ISSUER);
    rig.clock.advance(Duration.ofSeconds(1));

    known();
  }

  @Test
  void forget_nextUse_fetches() {
    known();
    rig.discovery("token_endpoint", "https://id.example/token2");

    source.forget();

    assertThat(known().tokenEndpoint()).hasToString("https://id.example/token2");
    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(2);
  }

  @Test
  void forget_afterAFailure_asksWithoutAPause() {
    rig.discovery("issuer", "https://evil.example");
    misconfigured();
    rig.discovery("issuer", Rig.ISSUER);

    source.forget();

    known();
  }

  @Test
  @DisplayName("what was being fetched when it was forgotten is not kept")
  void forget_duringAFetch_nextUseFetches() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    rig.sender.on(
        Rig.DISCOVERY,
        call -> {
          asked.countDown();
          await(answer);
          return FakeSender.json(200, Rig.document());
        });
    CompletableFuture<MetadataSource.Outcome> first =
        CompletableFuture.supplyAsync(source::get, work -> new Thread(work).start());
    asked.await();

    source.forget();
    rig.discovery("token_endpoint", "https://id.example/token2");
    ProviderMetadata second = known();
    answer.countDown();

    assertThat(first.join()).isInstanceOf(ProviderMetadata.class);
    assertThat(second.tokenEndpoint()).hasToString("https://id.example/token2");
    assertThat(known().tokenEndpoint()).hasToString("https://id.example/token2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/octet-stream", "text/html", ""})
  @DisplayName("a JSON object is read whatever it is labelled as")
  void get_wrongContentType_isRead(String type) {
    Answer json = FakeSender.json(200, Rig.document());
    rig.sender.on(
        Rig.DISCOVERY,
        new Answer(
            200,
            type.isEmpty() ? List.of() : List.of(new Header("Content-Type", type)),
            json.body()));

    assertThat(known().issuer()).isEqualTo(Rig.ISSUER);
  }

  @Test
  void get_optionalEndpointsMissing_areNull() {
    Map<String, Object> document = Rig.document();
    document
        .keySet()
        .removeAll(List.of("userinfo_endpoint", "revocation_endpoint", "end_session_endpoint"));
    rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, document));

    assertThat(known().userInfoEndpoint()).isNull();
    assertThat(known().revocationEndpoint()).isNull();
    assertThat(known().endSessionEndpoint()).isNull();
  }

  static Stream<Arguments> wrongAnswers() {
    return Stream.of(
        Arguments.of("html", FakeSender.text(200, "text/html", "<html>"), "not_json"),
        Arguments.of("html as json", FakeSender.text(200, "application/json", "<p>"), "not_json"),
        Arguments.of("broken", FakeSender.text(200, "application/json", "{\"a\":"), "not_json"),
        Arguments.of("array", FakeSender.text(200, "application/json", "[]"), "not_json"),
        Arguments.of("null", FakeSender.text(200, "application/json", "null"), "not_json"),
        Arguments.of("empty", FakeSender.text(200, "application/json", ""), "not_json"),
        Arguments.of(
            "twice", FakeSender.text(200, "application/json", "{\"a\":1,\"a\":2}"), "not_json"),
        Arguments.of("500", FakeSender.text(500, "text/plain", "oops"), "not_json"),
        Arguments.of("404", FakeSender.json(404, Map.of()), "error_answer"),
        Arguments.of(
            "redirect",
            new Answer(302, List.of(new Header("Location", "https://evil.example")), new byte[0]),
            "redirected"));
  }

  @ParameterizedTest(name = "{0}")
  @DisplayName("Lessons section 2, no. 25: the reason names place and cause for the operator")
  @MethodSource("wrongAnswers")
  void get_answerThatIsNoDocument_isUnknown(String name, Answer answer, String outcome) {
    rig.sender.on(Rig.DISCOVERY, answer);

    assertThat(unknown().reason()).contains("id.example").doesNotContain("evil", "oops");
    assertThat(rig.outcomes("discovery")).containsExactly(outcome);
  }

  @ParameterizedTest
  @EnumSource(SendFailure.Kind.class)
  void get_noAnswer_isUnknown(SendFailure.Kind kind) {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(kind));

    assertThat(unknown().retryAfter()).isPositive();
    assertThat(rig.outcomes("discovery"))
        .containsExactly(kind.name().toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void get_afterAFailure_waitsBeforeAskingAgain() {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));
    unknown();

    unknown();

    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(1);
    assertThat(unknown().retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void get_failuresGoOn_waitsLongerUpToHalfAMinute() {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Duration wait = unknown().retryAfter();
      waits.add(wait);
      rig.clock.advance(wait);
    }

    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(12);
    assertThat(waits.get(0)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(waits.get(3)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    assertThat(waits.get(11)).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(30));
  }

  @Test
  void get_providerIsBack_isKnownAgain() {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));
    Duration wait = unknown().retryAfter();
    rig.discovery("issuer", Rig.ISSUER);
    rig.clock.advance(wait);

    assertThat(known().issuer()).isEqualTo(Rig.ISSUER);
  }

  @Test
  void get_clockSetBack_doesNotWaitForIt() {
    rig.sender.on(Rig.DISCOVERY, FakeSender.failure(SendFailure.Kind.NOT_CONNECTED));
    unknown();
    rig.discovery("issuer", Rig.ISSUER);
    rig.clock.advance(Duration.ofDays(-1));

    assertThat(known().issuer()).isEqualTo(Rig.ISSUER);
  }

  @Test
  @DisplayName("many logins at once make one discovery call")
  void get_manyAtOnce_asksOnce() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    rig.sender.on(
        Rig.DISCOVERY,
        call -> {
          asked.countDown();
          await(answer);
          return FakeSender.json(200, Rig.document());
        });
    List<CompletableFuture<MetadataSource.Outcome>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(CompletableFuture.supplyAsync(source::get, work -> new Thread(work).start()));
    }
    asked.await();
    answer.countDown();

    assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(ProviderMetadata.class));
    assertThat(rig.sender.count(Rig.DISCOVERY)).isEqualTo(1);
  }

  @Test
  void get_anotherStillAsks_waitsNoLongerThanItsPatience() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    rig.sender.on(
        Rig.DISCOVERY,
        call -> {
          asked.countDown();
          await(answer);
          return FakeSender.json(200, Rig.document());
        });
    CompletableFuture<MetadataSource.Outcome> first =
        CompletableFuture.supplyAsync(source::get, work -> new Thread(work).start());
    asked.await();

    MetadataSource.Outcome second = source.get(Duration.ofMillis(50));

    answer.countDown();
    assertThat(((ProviderTrouble) second).isMisconfigured()).isFalse();
    assertThat(first.join()).isInstanceOf(ProviderMetadata.class);
  }

  @Test
  void get_patience_isTheTimeoutOfTheCall() {
    source.get(Duration.ofSeconds(2));

    assertThat(rig.sender.last(Rig.DISCOVERY).timeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void get_givenByHand_asksNobody() {
    Provider provider =
        Provider.of("https://id.example")
            .authorizationEndpoint("https://id.example/a")
            .tokenEndpoint("https://id.example/t")
            .jwksUri("https://id.example/k")
            .build();

    MetadataSource.Outcome outcome =
        new MetadataSource(
                provider,
                known -> List.of(),
                rig.calls,
                Duration.ofSeconds(1),
                rig.clock,
                rig.random)
            .get();

    assertThat(outcome).isInstanceOf(ProviderMetadata.class);
    assertThat(rig.sender.calls).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void get_metadataUrl_isAskedInPlaceOfTheWellKnownPath() {
    Rig rig = new Rig();
    rig.sender.on("/elsewhere", FakeSender.json(200, Rig.document()));
    Provider provider =
        Provider.of(Rig.ISSUER).metadataUrl("https://other.example/elsewhere?app=7").build();

    MetadataSource.Outcome outcome =
        new MetadataSource(
                provider,
                known -> List.of(),
                rig.calls,
                Duration.ofSeconds(10),
                rig.clock,
                rig.random)
            .get();

    assertThat(outcome).isInstanceOf(ProviderMetadata.class);
    assertThat(provider.discovery())
        .contains(java.net.URI.create("https://other.example/elsewhere?app=7"));
    assertThat(rig.sender.count(Rig.DISCOVERY)).isZero();
  }

  @Test
  void get_metadataUrlOfAnotherIssuer_isUnknown() {
    Rig rig = new Rig();
    Map<String, Object> document = Rig.document();
    document.put("issuer", "https://other.example");
    rig.sender.on("/elsewhere", FakeSender.json(200, document));
    Provider provider =
        Provider.of(Rig.ISSUER).metadataUrl("https://other.example/elsewhere").build();

    assertThat(
            new MetadataSource(
                    provider,
                    known -> List.of(),
                    rig.calls,
                    Duration.ofSeconds(10),
                    rig.clock,
                    rig.random)
                .get())
        .isNotInstanceOf(ProviderMetadata.class);
  }
}
