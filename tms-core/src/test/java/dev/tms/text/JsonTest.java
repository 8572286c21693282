package dev.tms.text;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonTest {
  @Test
  void write_object_keepsOrderAndCharacters() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("z", "é\n\"</script>");
    object.put("a", List.of(1, true, 2.5));
    object.put("n", null);

    assertThat(new String(Json.write(object), UTF_8))
        .isEqualTo("{\"z\":\"é\\n\\\"</script>\",\"a\":[1,true,2.5],\"n\":null}");
  }

  @Test
  void write_halfASurrogatePair_isStillJson() {
    byte[] json = Json.write(Map.of("name", "a\uD800b"));

    assertThat(Json.read(json)).isPresent();
  }

  @Test
  void read_object_hasJavaValues() {
    Map<String, Object> object =
        Json.read("{\"s\":\"x\",\"n\":1,\"b\":true,\"l\":[1],\"o\":{\"i\":null}}".getBytes(UTF_8))
            .orElseThrow();

    assertThat(object).containsEntry("s", "x").containsEntry("n", 1).containsEntry("b", true);
    assertThat(object.get("l")).isEqualTo(List.of(1));
    assertThat(object.get("o")).isInstanceOf(Map.class);
  }

  @Test
  void read_byteOrderMark_isIgnored() {
    // RFC 8259 8.1: parsers MAY ignore the presence of a byte order mark
    assertThat(Json.read("\uFEFF{\"a\":1}".getBytes(UTF_8))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "1",
        "{",
        "}",
        "{}{}",
        "{} x",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "{\"a\":1,\"a\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"a\":NaN}",
        "{\"a\":01}",
        "{\"a\":/*x*/1}",
        "{\"a\":\"\n\"}",
        "<html></html>",
      })
  void read_otherThanOneObject_isEmpty(String text) {
    assertThat(Json.read(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void read_otherEncodings_areEmpty() {
    // RFC 8259 8.1: MUST be encoded using UTF-8
    assertThat(Json.read("{\"a\":1}".getBytes(UTF_16))).isEmpty();
    assertThat(Json.read(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'})).isEmpty();
    assertThat(Json.read(new byte[] {'{', '"', (byte) 0xC0, (byte) 0xAF, '"', ':', '1', '}'}))
        .isEmpty();
  }

  @Test
  void read_deeplyNested_isEmpty() {
    String text = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThat(Json.read(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void read_hugeNumber_isEmpty() {
    assertThat(Json.read(("{\"a\":" + "9".repeat(100_000) + "}").getBytes(UTF_8))).isEmpty();
  }
}
