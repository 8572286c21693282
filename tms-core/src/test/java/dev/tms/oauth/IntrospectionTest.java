package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.outbound.Sender.Call;
import dev.tms.outbound.Sender.SendFailure;
import dev.tms.token.Scopes;
import dev.tms.token.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7662: what is asked, what counts as an answer, and what is kept of it. */
class IntrospectionTest {
  private static final URI ENDPOINT = URI.create("https://id.example/introspect");
  private static final Secret TOKEN = Secret.of("opaque+token");

  private final Rig rig = new Rig();
  private final Introspection introspection =
      new Introspection(Rig.settings(), rig.calls, rig.clock);

  private void answer(Map<String, ?> members) {
    rig.sender.on("/introspect", FakeSender.json(200, members));
  }

  private Introspection.Outcome ask() {
    return introspection.ask(ENDPOINT, TOKEN);
  }

  private long now() {
    return rig.clock.instant().getEpochSecond();
  }

  @Test
  void ask_request_isAnAuthenticatedForm() {
    answer(Map.of("active", true));

    ask();

    Call call = rig.sender.last("/introspect");
    assertThat(call.method()).isEqualTo("POST");
    assertThat(new String(call.body(), StandardCharsets.UTF_8))
        .contains("token=opaque%2Btoken")
        .contains("token_type_hint=access_token")
        .doesNotContain("client_id", "client_secret");
    assertThat(call.headers())
        .anySatisfy(
            header -> {
              assertThat(header.name()).isEqualToIgnoringCase("Authorization");
              assertThat(header.value()).startsWith("Basic ");
            });
  }

  @Test
  void ask_active_tellsEndAndScopes() {
    answer(Map.of("active", true, "sub", "alice", "exp", now() + 90, "scope", "read write"));

    Introspection.Active active = (Introspection.Active) ask();

    assertThat(active.members()).containsEntry("sub", "alice");
    assertThat(active.expiresAt()).isEqualTo(rig.clock.instant().plusSeconds(90));
    assertThat(active.scopes()).isEqualTo(Scopes.of("read", "write"));
    assertThat(active.toString()).doesNotContain("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true as text", "1", "missing", "null"})
  void ask_activeAnythingButTrue_isInactive(String active) {
    Map<String, Object> members = new HashMap<>(Map.of("sub", "alice"));
    switch (active) {
      case "false" -> members.put("active", false);
      case "true as text" -> members.put("active", "true");
      case "1" -> members.put("active", 1);
      case "null" -> members.put("active", null);
      default -> members.put("username", "alice");
    }
    answer(members);

    assertThat(ask()).isInstanceOf(Introspection.Inactive.class);
  }

  @ParameterizedTest
  @CsvSource({"-61,false", "-60,false", "-59,true", "0,true", "1,true"})
  void ask_expiry_hasTheToleranceOfIdTokens(int seconds, boolean active) {
    answer(Map.of("active", true, "exp", now() + seconds));

    assertThat(ask() instanceof Introspection.Active).isEqualTo(active);
  }

  @ParameterizedTest
  @CsvSource({"60,true", "61,false"})
  void ask_notBefore_hasTheToleranceOfIdTokens(int seconds, boolean active) {
    answer(Map.of("active", true, "nbf", now() + seconds));

    assertThat(ask() instanceof Introspection.Active).isEqualTo(active);
  }

  @Test
  void ask_scopeAsList_isAList() {
    answer(Map.of("active", true, "scope", List.of("read", "write")));
    assertThat(((Introspection.Active) ask()).scopes()).isEqualTo(Scopes.of("read", "write"));
  }

  @ParameterizedTest
  @CsvSource({"400,false", "401,false", "403,false", "404,false", "429,true", "500,true"})
  void ask_errorAnswer_isUnknownAndMayPassOrNot(int status, boolean mayPass) {
    rig.sender.on("/introspect", FakeSender.json(status, Map.of("error", "invalid_client")));

    assertThat(((ProviderTrouble) ask()).isMisconfigured()).isEqualTo(!mayPass);
  }

  @Test
  void ask_noAnswerOrNoJson_mayPass() {
    rig.sender.on("/introspect", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
    assertThat(((ProviderTrouble) ask()).isMisconfigured()).isFalse();

    rig.sender.on("/introspect", FakeSender.text(200, "text/html", "<p>active"));
    assertThat(((ProviderTrouble) ask()).isMisconfigured()).isFalse();
  }

  @Test
  void ask_publicClient_asksNobody() {
    ClientSettings open =
        ClientSettings.of(
            "shop",
            ClientAuthentication.none(),
            URI.create("https://shop.example/callback"),
            Scopes.of("openid"));

    Introspection.Outcome outcome =
        new Introspection(open, rig.calls, rig.clock).ask(ENDPOINT, TOKEN);

    assertThat(((ProviderTrouble) outcome).isMisconfigured()).isTrue();
    assertThat(rig.sender.calls).isEmpty();
  }

  @Test
  void ask_again_isAnsweredFromMemoryForThirtySeconds() {
    answer(Map.of("active", true, "sub", "alice"));

    ask();
    rig.clock.advance(Duration.ofSeconds(30).minusNanos(1));
    ask();
    assertThat(rig.sender.count("/introspect")).isEqualTo(1);

    rig.clock.advance(Duration.ofNanos(1));
    ask();
    assertThat(rig.sender.count("/introspect")).isEqualTo(2);
  }

  @Test
  void ask_again_isNotAnsweredFromMemoryBeyondTheTokensEnd() {
    answer(Map.of("active", true, "exp", now() + 10));

    ask();
    rig.clock.advance(Duration.ofSeconds(10));
    ask();
    assertThat(rig.sender.count("/introspect")).isEqualTo(2);

    rig.clock.advance(Duration.ofSeconds(60));
    assertThat(ask()).isInstanceOf(Introspection.Inactive.class);
  }

  @Test
  void ask_anotherToken_isAskedFor() {
    answer(Map.of("active", true, "sub", "alice"));

    ask();
    introspection.ask(ENDPOINT, Secret.of("another"));

    assertThat(rig.sender.count("/introspect")).isEqualTo(2);
  }

  @Test
  void ask_inactiveOrUnknown_isNotKept() {
    answer(Map.of("active", false));
    ask();
    rig.sender.on("/introspect", FakeSender.failure(SendFailure.Kind.TIMED_OUT));
    ask();
    answer(Map.of("active", true));

    assertThat(ask()).isInstanceOf(Introspection.Active.class);
  }

  @Test
  void ask_manyTokens_keepsAThousand() {
    answer(Map.of("active", true));
    for (int i = 0; i <= 1000; i++) {
      introspection.ask(ENDPOINT, Secret.of("token-" + i));
    }

    introspection.ask(ENDPOINT, Secret.of("token-1000"));
    assertThat(rig.sender.count("/introspect")).isEqualTo(1001);

    introspection.ask(ENDPOINT, Secret.of("token-0"));
    assertThat(rig.sender.count("/introspect")).isEqualTo(1002);
  }
}
