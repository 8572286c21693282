package dev.tms.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.oauth.ClientAuthentication;
import dev.tms.oauth.ClientSecret;
import dev.tms.oauth.TokenEndpoint.RequestFields;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MachineClientTest {
  private static final ClientSecret SECRET = ClientSecret.of("very-secret");
  private static final MachineClient CLIENT =
      MachineClient.discover("https://id.example", "worker", SECRET);

  @Test
  void discover_defaults_areTheDocumentedOnes() {
    assertThat(CLIENT.authentication()).isInstanceOf(ClientAuthentication.Basic.class);
    assertThat(CLIENT.scopes().values()).isEmpty();
    assertThat(CLIENT.resources()).isEmpty();
    assertThat(CLIENT.parameters()).isEmpty();
    assertThat(CLIENT.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(CLIENT.defaultTokenLifetime()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example", "id.example", "https://id.example/?a=b", "ftp://x"})
  void discover_unsafeIssuer_isRefused(String issuer) {
    assertThatThrownBy(() -> MachineClient.discover(issuer, "worker", SECRET).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://id.example/token", "/token", "https://id.example/token#x"})
  void at_unsafeTokenEndpoint_isRefused(String url) {
    assertThatThrownBy(() -> MachineClient.at(url, "worker", SECRET).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("token endpoint");
  }

  @Test
  void at_loopback_mayBePlainHttp() {
    assertThat(MachineClient.at("http://127.0.0.1:8080/token", "worker", SECRET).source())
        .isEqualTo(new MachineClient.TokenEndpoint("http://127.0.0.1:8080/token"));
  }

  @Test
  @DisplayName("RFC 6749 4.4: MUST only be used by confidential clients")
  void withAuthentication_none_isRefused() {
    assertThatThrownBy(() -> CLIENT.withAuthentication(ClientAuthentication.none()).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("client secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "töpfe", "a\tb"})
  void discover_clientIdOutsideOfVschar_isRefused(String id) {
    assertThatThrownBy(
            () -> MachineClient.discover("https://id.example", id, SECRET).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT2M0.001S"})
  void withTimeout_outOfRange_isRefused(Duration timeout) {
    assertThatThrownBy(() -> CLIENT.withTimeout(timeout).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withDefaultTokenLifetime_zero_isRefused() {
    assertThatThrownBy(() -> CLIENT.withDefaultTokenLifetime(Duration.ZERO).requireUsable())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void withParameter_sameNameAgain_isReplaced() {
    assertThat(CLIENT.withParameter("a", "1").withParameter("b", "2").withParameter("a", "3"))
        .extracting(MachineClient::parameters)
        .isEqualTo(Map.of("a", "3", "b", "2"));
  }

  @Test
  void toString_secretAndParameters_areLeftOut() {
    assertThat(CLIENT.withParameter("assertion", "hush").toString())
        .contains("worker", "https://id.example")
        .doesNotContain("very-secret", "hush");
  }

  private static List<String> fields(MachineClient client) {
    return List.of(
        RequestFields.of(
            client.destination(), client.clientId(), client.authentication(), client.grant()));
  }

  @Test
  @DisplayName("Lesson 43, and .NET defect 13: the key covers everything that is sent")
  void key_eachSettingThatIsSent_changesIt() {
    Map<String, List<UnaryOperator<MachineClient>>> changes = new LinkedHashMap<>();
    changes.put(
        "source",
        List.of(
            c -> with(c, new MachineClient.Discovery("https://id.example/")),
            c -> with(c, new MachineClient.TokenEndpoint("https://id.example"))));
    changes.put("clientId", List.of(c -> MachineClient.of(c.source(), "w", c.authentication())));
    changes.put(
        "authentication",
        List.of(
            c -> c.withAuthentication(ClientAuthentication.post(SECRET)),
            c -> c.withAuthentication(ClientAuthentication.basic(ClientSecret.of("other")))));
    changes.put("scopes", List.of(c -> c.withScopes("a"), c -> c.withScopes("a", "b")));
    changes.put(
        "resources",
        List.of(c -> c.withResources("urn:a"), c -> c.withResources("urn:a", "urn:b")));
    changes.put(
        "parameters",
        List.of(
            c -> c.withParameter("a", "b"),
            c -> c.withParameter("a", "c"),
            c -> c.withParameter("a", "b").withParameter("c", "d"),
            c -> c.withParameter("ab", "c")));
    Set<String> notSent = Set.of("timeout", "defaultTokenLifetime", "assumeBearer");

    Set<List<String>> keys = new HashSet<>(Set.of(fields(CLIENT)));
    int count = 1;
    for (List<UnaryOperator<MachineClient>> some : changes.values()) {
      for (UnaryOperator<MachineClient> change : some) {
        keys.add(fields(change.apply(CLIENT)));
        count++;
      }
    }

    assertThat(keys).hasSize(count);
    // a setting added later has to be placed in one of the two
    assertThat(
            Arrays.stream(MachineClient.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !notSent.contains(name))
                .collect(Collectors.toSet()))
        .isEqualTo(changes.keySet());
  }

  @Test
  void key_orderOfParameters_doesNotMatter() {
    assertThat(fields(CLIENT.withParameter("a", "1").withParameter("b", "2")))
        .isEqualTo(fields(CLIENT.withParameter("b", "2").withParameter("a", "1")));
  }

  private static MachineClient with(MachineClient client, MachineClient.Source source) {
    return MachineClient.of(source, client.clientId(), client.authentication());
  }
}
