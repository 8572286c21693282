package dev.tms.registration.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KeycloakDiffTest {
  private static KeycloakClient client(Map<String, ?> members) {
    Map<String, Object> all = new HashMap<>(members);
    all.put("clientId", "app");
    return KeycloakClient.of(all);
  }

  private static Map<String, Object> mapper(String value) {
    return Map.of("name", "claim role", "config", Map.of("claim.value", value));
  }

  @Test
  void towards_sameByText_isEmpty() {
    KeycloakDiff diff =
        KeycloakDiff.towards(
            client(
                Map.of(
                    "enabled", true,
                    "redirectUris", List.of("https://b", "https://a"),
                    "attributes", Map.of("life", "300", "own", "kept"),
                    "extra", List.of(1))),
            client(
                Map.of(
                    "enabled", "true",
                    "redirectUris", List.of("https://a", "https://b"),
                    "webOrigins", List.of(),
                    "attributes", Map.of("life", 300L))));

    assertThat(diff.toText()).isEqualTo("keep client app\n");
    assertThat(diff.isEmpty()).isTrue();
  }

  @Test
  void towards_mappers_areComparedByNameAndValue() {
    KeycloakClient there =
        client(
            Map.of(
                "protocolMappers",
                List.of(
                    Map.of("id", "1", "name", "other"),
                    Map.of(
                        "id",
                        "2",
                        "name",
                        "claim role",
                        "config",
                        Map.of("claim.value", "old", "more", "kept")))));

    KeycloakDiff changed =
        KeycloakDiff.towards(there, client(Map.of("protocolMappers", List.of(mapper("new")))));
    KeycloakDiff same =
        KeycloakDiff.towards(there, client(Map.of("protocolMappers", List.of(mapper("old")))));

    assertThat(changed.toText())
        .isEqualTo(
            "update client app\n"
                + "  $.protocolMappers['claim role'].config['claim.value']: \"old\" → \"new\"\n");
    assertThat(same.isEmpty()).isTrue();
  }

  @Test
  void towards_scopes_areAddedToWhatIsThereInEitherList() {
    KeycloakClient there =
        client(
            Map.of(
                "defaultClientScopes", List.of("email"),
                "optionalClientScopes", List.of("phone")));

    KeycloakDiff diff =
        KeycloakDiff.towards(
            there,
            client(
                Map.of(
                    "defaultClientScopes", List.of("basic"),
                    "optionalClientScopes", List.of("email", "wf.api"))));

    assertThat(diff.toText())
        .contains("  $.optionalClientScopes: + \"wf.api\"\n")
        .contains("  note: $.defaultClientScopes: stays as it is; add by hand: [basic]\n");
    assertThat(diff.differences()).hasSize(1);
  }

  @Test
  void anySecret_isNeverShown() {
    KeycloakClient wanted =
        client(
            Map.of(
                "secret", "hush-hush", "attributes", Map.of("saml.signing.private.key", "hush")));

    for (KeycloakDiff diff :
        List.of(
            KeycloakDiff.creation(wanted),
            KeycloakDiff.towards(client(Map.of("secret", "hush-before")), wanted),
            KeycloakDiff.towards(client(Map.of("secret", "**********")), wanted))) {
      assertThat(diff.isEmpty()).isFalse();
      assertThat(diff.toText()).contains("$.secret").doesNotContain("hush");
    }
  }
}
