package dev.tms.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tms.http.FakeRequest;
import dev.tms.http.Request;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CookiesTest {
  private static Cookies parse(String... fields) {
    return Cookies.parse(List.of(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      value = {
        "tms=abc>abc",
        "a=1; tms=abc>abc",
        "a=1;tms=abc;b=2>abc",
        "  tms  =  abc  ;>abc",
        "tms=a=b==>a=b==",
        "tms=>``",
        ";;;tms=abc;;;>abc",
        "novalue; tms=abc>abc",
        "novalue; =x; tms=abc>abc",
        "tms=abc; tms=abc>abc",
        "TMS=no; tms=abc>abc",
        "xtms=no; tms=abc; tmsx=no>abc",
        "tms=\"abc\">\"abc\"",
      })
  void value_wellFormedOrSloppy_isFound(String field, String value) {
    assertThat(parse(field).value("tms")).isEqualTo(value);
  }

  @Test
  void value_tabsAroundIt_areNoPartOfIt() {
    assertThat(parse("a=1;\ttms\t=\tabc\t").value("tms")).isEqualTo("abc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u2003abc", "abc\u00A0", "abc\u3000", "abc\u001F", "abc\u000B"})
  void value_otherWhiteSpaceAround_isPartOfIt(String value) {
    // else two different texts would be the same cookie
    assertThat(parse("tms=" + value).value("tms")).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "=", "tms", "tms;", "TMS=abc", "other=tms=abc", " ", "\t;\t"})
  void value_notThere_isNull(String field) {
    Cookies cookies = parse(field);

    assertThat(cookies.value("tms")).isNull();
    assertThat(cookies.has("tms")).isFalse();
    assertThat(cookies.isAmbiguous("tms")).isFalse();
  }

  @Test
  void value_twiceWithDifferentValues_isAmbiguous() {
    for (Cookies cookies :
        List.of(
            parse("tms=a; tms=b"),
            parse("tms=a", "tms=b"),
            parse("tms=a; tms=b; tms=a"),
            parse("tms=a; tms="),
            parse("tms=a; x=1; tms=A"))) {
      assertThat(cookies.value("tms")).isNull();
      assertThat(cookies.isAmbiguous("tms")).isTrue();
      assertThat(cookies.has("tms")).isTrue();
    }
  }

  @Test
  void value_thatReadsAmbiguous_isNotAmbiguous() {
    Cookies cookies = parse("tms=ambiguous; tms=ambiguous");

    assertThat(cookies.value("tms")).isEqualTo("ambiguous");
    assertThat(cookies.isAmbiguous("tms")).isFalse();
  }

  @Test
  void of_severalFields_areReadTogether() {
    Request request = FakeRequest.get("/").header("Cookie", "a=1").header("cookie", "b=2; c=3");

    assertThat(Cookies.of(request).names()).containsExactly("a", "b", "c");
  }

  @Test
  void parse_moreThan2000Names_readsTheFirst2000() {
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      field.append("c").append(i).append("=1; ");
    }

    Cookies cookies = parse(field.toString());

    assertThat(cookies.names()).hasSize(2000);
    assertThat(cookies.value("c1999")).isEqualTo("1");
    assertThat(cookies.value("c2000")).isNull();
  }

  @Test
  @DisplayName("Lesson 16: no Cookie header makes parsing fail")
  void parse_anyText_neverFails() {
    long seed = 20_260_102L;
    Random random = new Random(seed);
    String alphabet = "tms.=;,\" \t\\%ab1-_\u0000\u0001\u007F\u00E9\u2028\uD83D\uDE00{}[]";
    for (int round = 0; round < 50_000; round++) {
      StringBuilder field = new StringBuilder();
      int length = random.nextInt(60);
      for (int i = 0; i < length; i++) {
        field.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Cookies cookies = parse(field.toString(), field.reverse().toString());
      for (String name : cookies.names()) {
        assertThat(cookies.has(name)).as("seed %s round %s", seed, round).isTrue();
        assertThat(cookies.value(name) == null).isEqualTo(cookies.isAmbiguous(name));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {";", "a;", "=;", "a=;", "a", "a=b;", " ", "; "})
  @DisplayName("Lesson 16: a huge Cookie header costs time in proportion to its length")
  void parse_hugeField_isQuick(String part) {
    String field = part.repeat(4_000_000 / part.length());

    assertTimeoutPreemptively(Duration.ofSeconds(5), () -> parse(field));
  }
}
