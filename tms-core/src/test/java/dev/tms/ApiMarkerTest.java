package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ApiMarkerTest {
  @Test
  void read_oneWord_saysAllOrNothing() {
    assertThat(ApiMarker.read("/** Purpose. API. */").orElseThrow().covers("Any")).isTrue();
    assertThat(ApiMarker.read("/** Purpose. Internal. */").orElseThrow().covers("Any")).isFalse();
  }

  @Test
  void read_namedTypes_areApi() {
    ApiMarker marker =
        ApiMarker.read(
                "/**\n * Purpose. API: {@link\n * dev.tms.x.One}, the entry type, with Two and\n"
                    + " * {@link dev.tms.x.Three}; the rest is\n * internal.\n */")
            .orElseThrow();

    assertThat(marker.types()).containsExactlyInAnyOrder("One", "Two", "Three");
    assertThat(marker.covers("Two")).isTrue();
    assertThat(marker.covers("Four")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/** Purpose. */",
        "/** API. Internal. */",
        "/** An API of sorts */",
        "/** API: X */"
      })
  void read_noMarkerOrTwo_isEmpty(String source) {
    assertThat(ApiMarker.read(source)).isEmpty();
  }
}
