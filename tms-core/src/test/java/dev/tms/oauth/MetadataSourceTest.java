package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.http.Header;
import dev.tms.outbound.Answer;
import dev.tms.outbound.SendFailure;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataSourceTest {
  private final Rig rig = new Rig();
  private final MetadataSource source = rig.metadata();

  private ProviderMetadata known() {
    assertThat(source.get()).isInstanceOf(MetadataSource.Known.class);
    return ((MetadataSource.Known) source.get()).metadata();
  }

  private MetadataSource.Unknown unknown() {
    MetadataSource.Outcome outcome = source.get();
    assertThat(outcome).isInstanceOf(MetadataSource.Unknown.class);
    return (MetadataSource.Unknown) outcome;
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

    assertThat(unknown().reason()).contains("issuer").doesNotContain("evil");
  }

  @Test
  void get_issuerDiffersByASlash_saysSo() {
    rig.discovery("issuer", Rig.ISSUER + "/");

    assertThat(unknown().reason()).contains("slash");
  }

  @ParameterizedTest
  @ValueSource(strings = {"authorization_endpoint", "token_endpoint", "jwks_uri"})
  void get_requiredEndpointMissing_isRefused(String name) {
    Map<String, Object> document = Rig.document();
    document.remove(name);
    rig.sender.on(Rig.DISCOVERY, FakeSender.json(200, document));

    assertThat(unknown().reason()).contains(name);
  }

  @ParameterizedTest
  @CsvSource({
    "token_endpoint,http://id.example/token",
    "jwks_uri,http://id.example/jwks",
    "end_session_endpoint,javascript:alert(1)",
    "authorization_endpoint,//id.example/a",
    "revocation_endpoint,https://id.example/r#f",
    "userinfo_endpoint,https://u:p@id.example/"
  })
  void get_endpointThatIsNoHttpsUrl_isRefused(String name, String url) {
    rig.discovery(name, url);

    assertThat(unknown().reason()).contains(name);
  }

  @Test
  void get_endpointOfAnotherType_isRefused() {
    rig.discovery("token_endpoint", List.of("https://id.example/token"));

    assertThat(unknown().reason()).contains("token_endpoint");
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
        Arguments.of("plain", FakeSender.text(200, "text/plain", "{}"), "not_json"),
        Arguments.of("no type", new Answer(200, List.of(), new byte[] {'{', '}'}), "not_json"),
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

    assertThat(all)
        .allSatisfy(one -> assertThat(one.join()).isInstanceOf(MetadataSource.Known.class));
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
    assertThat(second).isInstanceOf(MetadataSource.Unknown.class);
    assertThat(first.join()).isInstanceOf(MetadataSource.Known.class);
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
        new MetadataSource(provider, rig.calls, Duration.ofSeconds(1), rig.clock, rig.random).get();

    assertThat(outcome).isInstanceOf(MetadataSource.Known.class);
    assertThat(rig.sender.calls).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
