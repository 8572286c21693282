package dev.tms.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void escape_controlAndFormatCharacters_areWrittenAsEscapes() {
    assertThat(Printable.escape("a\n\u001b[2J\u202e\u2028\ud800 \ud83d\ude00 ä"))
        .isEqualTo("a\\u000A\\u001B[2J\\u202E\\u2028\\uD800 \ud83d\ude00 ä");
    assertThat(Printable.escape("\udb40\udc41")).isEqualTo("\\uDB40\\uDC41");
  }

  @Test
  void quote_longOrHostileText_isCutAndPlain() {
    assertThat(Printable.quote("a\n\u202e\ud83d\ude00 ä", 9)).isEqualTo("a??\ud83d\ude00 ä");
    assertThat(Printable.quote("\ud83d\ude00\ud83d\ude00", 1)).isEqualTo("\ud83d\ude00…");
  }
}
