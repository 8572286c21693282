package dev.tms.preset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tms.preset.Preset.Placeholders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
  private final Placeholders values =
      Placeholders.of(Map.of("tenant", "acme.my.example", "applicationId", "MyApp"));

  @Test
  void fill_everyPlaceholder_isReplaced() {
    assertThat(values.fill("https://{tenant}/oauth2/token/{applicationId}?t={tenant}"))
        .isEqualTo("https://acme.my.example/oauth2/token/MyApp?t=acme.my.example");
  }

  @Test
  void fill_none_isTheSame() {
    assertThat(Placeholders.NONE.fill("https://id.example/")).isEqualTo("https://id.example/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{other}", "{}", "{Tenant}", "{ tenant }"})
  void fill_unknown_isRefused(String placeholder) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> values.fill("https://" + placeholder + "/"))
        .withMessageContaining(placeholder);
  }

  @Test
  void fill_several_namesEach() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placeholders.NONE.with("a", "x/y").fill("https://{a}/{b}/{c}"))
        .withMessageContainingAll("{a}", "{b}", "{c}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "my app",
        "a/b",
        "a?b",
        "a#b",
        "a@b",
        "a%2Fb",
        "ä",
        "a\\b",
        "a:b",
        "{tenant}",
        "a\n"
      })
  void fill_valueThatWouldChangeTheUrl_isRefused(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Placeholders.NONE.with("tenant", value).fill("https://{tenant}/"));
    assertThat(Placeholders.isSound(value)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "A-b_c.d~e", "127.0.0.1:8443", "eu-central-1_AbC"})
  void isSound_ofUnreserved_andAPort(String value) {
    assertThat(Placeholders.isSound(value)).isTrue();
  }

  @Test
  void namesIn_areInOrderAndOnce() {
    assertThat(Placeholders.namesIn("https://{tenant}/{applicationId}/{tenant}"))
        .containsExactly("tenant", "applicationId");
  }
}
