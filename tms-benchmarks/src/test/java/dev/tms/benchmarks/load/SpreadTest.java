package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SpreadTest {
  @Test
  void of_oddNumber_takesTheMiddle() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 9));
  }

  @Test
  void of_evenNumber_takesTheMeanOfTheMiddleTwo() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(new Spread(1, 3, 9));
  }

  @Test
  void of_nothing_isRefused() {
    assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settled_lastThreeWithinFivePercent() {
    assertThat(Spread.settled(List.of(100.0, 104.9))).isFalse();
    assertThat(Spread.settled(List.of(100.0, 104.9, 102.0))).isTrue();
    assertThat(Spread.settled(List.of(100.0, 105.0, 102.0))).isFalse();
    assertThat(Spread.settled(List.of(900.0, 100.0, 104.9, 102.0))).isTrue();
    assertThat(Spread.settled(List.of(100.0, 104.9, 102.0, 900.0))).isFalse();
  }

  @Test
  void text_showsMedianAndEnds() {
    assertThat(new Spread(1, 1234.56, 2000).text("%,.1f")).isEqualTo("1,234.6 (1.0–2,000.0)");
  }
}
