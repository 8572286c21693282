package dev.tms.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedValuesTest {
  @Test
  void allow_list_comparesWhole() {
    AllowedValues values = AllowedValues.oneOf("google", "a.b");

    assertThat(values.allow("google")).isTrue();
    assertThat(values.allow("a.b")).isTrue();
    assertThat(values.allow("axb")).isFalse();
    assertThat(values.allow("googl")).isFalse();
    assertThat(values.allow("google ")).isFalse();
    assertThat(values.allow("")).isFalse();
  }

  @Test
  void allow_pattern_matchesWhole() {
    AllowedValues values = AllowedValues.matching("a|bc*");

    assertThat(values.allow("a")).isTrue();
    assertThat(values.allow("bcc")).isTrue();
    assertThat(values.allow("ab")).isFalse();
    assertThat(values.allow("xa")).isFalse();
  }

  @Test
  void allow_length_isAtMost256() {
    AllowedValues values = AllowedValues.matching(".*");

    assertThat(values.allow("x".repeat(256))).isTrue();
    assertThat(values.allow("x".repeat(257))).isFalse();
    assertThat(values.allow("")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u0000b", "a\u007fb", "a\u0085b", "a\u2028b"})
  void allow_controlCharacters_never(String value) {
    assertThat(AllowedValues.matching("(?s).*").allow(value)).isFalse();
    assertThat(AllowedValues.oneOf(value).problems()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a+)+b", "(a|a)*b", "(a|aa)+b", "(.*a){20}b", "(x+x+)+y|(a*)*b"})
  void allow_patternThatBacktracksWithoutEnd_refusesTheValue(String regex) {
    AllowedValues values = AllowedValues.matching(regex);

    assertThat(values.allow("a".repeat(200))).isFalse();
    assertThat(values.allow("a".repeat(200) + "!")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[a", "a{2,1}", "*", "\\"})
  void matching_noRegularExpression_isRefused(String regex) {
    AllowedValues values = AllowedValues.matching(regex);

    assertThat(values.problems()).singleElement().asString().contains("regular expression");
    assertThat(values.allow("a")).isFalse();
  }

  @Test
  void matching_longPattern_isRefused() {
    assertThat(AllowedValues.matching("a".repeat(1001)).problems()).hasSize(1);
  }

  @Test
  void oneOf_noneOrEmptyOrLong_isRefused() {
    assertThat(AllowedValues.oneOf().problems()).hasSize(1);
    assertThat(AllowedValues.oneOf("a", "").problems()).hasSize(1);
    assertThat(AllowedValues.oneOf("x".repeat(257)).problems()).hasSize(1);
  }
}
