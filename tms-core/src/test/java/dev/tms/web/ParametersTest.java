package dev.tms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tms.http.FakeRequest;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ParametersTest {
  @ParameterizedTest
  @CsvSource(
      value = {
        "a=1|1",
        "x=2&a=1|1",
        "a=|''",
        "a|''",
        "&&a=1&&|1",
        "a=b=c|b=c",
        "a=x+y|x y",
        "a=x%20y|x y",
        "a=x%2By|x+y",
        "%61=1|1",
        "a=%C3%A9|é",
        "a=é|é",
        "a=%F0%9F%98%80|😀",
        "a=1;b=2|1;b=2",
      },
      delimiter = '|')
  void first_query_isDecoded(String query, String value) {
    assertThat(Parameters.parse(query).first("a")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=%",
        "a=%1",
        "a=%zz",
        "%zz=a",
        "a=%-1",
        "a=%+1",
        "a=%1+",
        "a=% 1",
        "a=%u0041",
        "a=%１１",
        "a=%C3",
        "a=%C3x",
        "a=%FF",
        "a=%C0%AF",
        "a=%ED%A0%80",
        "a=%F8%88%80%80%80",
      })
  void parse_malformedEscape_isInvalid(String query) {
    assertThatThrownBy(() -> Parameters.parse(query))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_INVALID));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%zz", "100%25%", "%E9", "a%ff"})
  void ofAnswer_malformedEscape_spoilsThatParameterAlone(String bad) {
    String text = "b=" + bad + "&a=1&" + bad + "=c";

    for (FakeRequest request :
        List.of(
            FakeRequest.get("/x?" + text),
            FakeRequest.post("/x").body("application/x-www-form-urlencoded", text))) {
      Parameters answer = Parameters.ofAnswer(request);
      assertThat(answer.value("a")).isEqualTo("1");
      assertThat(answer.value("b")).isEqualTo("\uFFFD");
      assertThat(answer.has("c")).isFalse();
    }
  }

  @Test
  void parse_nothing_isEmpty() {
    assertThat(Parameters.parse(null).values()).isEmpty();
    assertThat(Parameters.parse("").values()).isEmpty();
    assertThat(Parameters.parse("&&&").values()).isEmpty();
    assertThat(Parameters.ofQuery(FakeRequest.get("/x")).values()).isEmpty();
  }

  @Test
  @DisplayName("Lesson 26: a repeated parameter is noticed")
  void hasRepetition_sameNameTwice_isTrue() {
    assertThat(Parameters.parse("a=1&b=2").hasRepetition()).isFalse();
    assertThat(Parameters.parse("a=1&b=2&a=1").hasRepetition()).isTrue();
    assertThat(Parameters.parse("a=1&%61=2").hasRepetition()).isTrue();
  }

  @Test
  void firstIgnoreCase_anyCase_isFound() {
    Parameters parameters = Parameters.parse("x=0&CUSTOMERdomain=acme&customerDomain=other");

    assertThat(parameters.firstIgnoreCase("CustomerDomain")).isEqualTo("acme");
    assertThat(parameters.firstIgnoreCase("nothing")).isNull();
    assertThat(parameters.has("customerDomain")).isTrue();
    assertThat(parameters.has("customerdomain")).isFalse();
  }

  @Test
  void parse_hundredParameters_isTheLimit() {
    assertThat(Parameters.parse("a=1&".repeat(100)).values().get("a")).hasSize(100);
    assertThatThrownBy(() -> Parameters.parse("a=1&".repeat(101))).isInstanceOf(TmsException.class);
  }

  @Test
  void values_map_cannotBeChanged() {
    Map<String, List<String>> values = Parameters.parse("a=1").values();

    assertThatThrownBy(() -> values.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> values.get("a").add("2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "Application/X-WWW-Form-Urlencoded ;charset=utf-8",
      })
  void ofForm_formContentType_isRead(String type) {
    FakeRequest request = FakeRequest.post("/?q=1").body(type, "CustomerDomain=acme");

    assertThat(Parameters.ofForm(request).values())
        .containsExactly(Map.entry("CustomerDomain", List.of("acme")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-www-form-urlencoded2",
        "text/plain",
        "application/json",
        "",
        "multipart/form-data"
      })
  void ofForm_otherContentType_isEmpty(String type) {
    assertThat(Parameters.ofForm(FakeRequest.post("/").body(type, "a=1")).values()).isEmpty();
  }

  @Test
  void ofForm_noContentType_isEmpty() {
    assertThat(Parameters.ofForm(FakeRequest.post("/")).values()).isEmpty();
  }

  @Test
  void ofForm_tooLarge_isRefused() {
    FakeRequest request = FakeRequest.post("/").form("a=" + "x".repeat(64 * 1024));

    assertThatThrownBy(() -> Parameters.ofForm(request))
        .isInstanceOfSatisfying(
            TmsException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REQUEST_TOO_LARGE));
  }

  @Test
  void toString_values_areNotShown() {
    assertThat(Parameters.parse("code=topsecret").toString())
        .contains("code")
        .doesNotContain("topsecret");
  }

  @Test
  void parse_anyText_givesParametersOrProblem() {
    long seed = 7L;
    Random random = new Random(seed);
    String alphabet = "ab=&%+0123cCfF;?#\u0000\u00E9\uD800";
    List<String> failures = new ArrayList<>();
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(30); i > 0; i--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      try {
        Parameters.parse(text.toString());
      } catch (TmsException e) {
        // expected for malformed escapes
      } catch (RuntimeException e) {
        failures.add(text + " " + e);
      }
    }
    assertThat(failures).as("seed %s", seed).isEmpty();
  }

  @Test
  void value_empty_isMissing() {
    assertThat(Parameters.parse("a=").value("a")).isNull();
    assertThat(Parameters.parse("a=&a=1").value("a")).isEqualTo("1");
    assertThat(Parameters.parse("b=1").value("a")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "a=1&a=1,false",
    "a=1&%61=1&a=1,false",
    "a=&a=1,false",
    "a=1&b=2,false",
    "a=1&a=2,true",
    "a=1&a=1&a=2,true",
    "a=1&a=1+,true"
  })
  void hasContradiction_sameNameTwice_countsTheValues(String query, boolean contradiction) {
    assertThat(Parameters.parse(query).hasContradiction()).isEqualTo(contradiction);
    assertThat(Parameters.parse(query).contradicts("a")).isEqualTo(contradiction);
    assertThat(Parameters.parse(query).contradicts("b")).isFalse();
  }

  @Test
  void count_emptyValuesToo_areCounted() {
    assertThat(Parameters.parse("a=1&a=&b=2").count("a")).isEqualTo(2);
    assertThat(Parameters.parse("a=1").count("b")).isZero();
  }
}
