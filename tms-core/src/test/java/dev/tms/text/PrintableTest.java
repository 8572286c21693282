package dev.tms.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void quote_longOrHostileText_isCutAndPlain() {
    assertThat(Printable.quote("a\n\u202e\ud83d\ude00 ä", 9)).isEqualTo("a??\ud83d\ude00 ä");
    assertThat(Printable.quote("\ud83d\ude00\ud83d\ude00", 1)).isEqualTo("\ud83d\ude00…");
  }
}
