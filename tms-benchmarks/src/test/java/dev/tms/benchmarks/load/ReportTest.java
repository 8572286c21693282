package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {
  @Test
  void ratio_comparesWithinEachRound() {
    List<Round> slowThenFast = List.of(new Round(80, 100, 1), new Round(40, 200, 1));
    List<Round> twiceAsMuch = List.of(new Round(160, 50, 1), new Round(80, 100, 1));

    assertThat(Report.ratio(slowThenFast, twiceAsMuch, Round::micros))
        .isEqualTo(new Spread(0.5, 0.5, 0.5));
    assertThat(Report.ratio(slowThenFast, twiceAsMuch, Round::perSecond))
        .isEqualTo(new Spread(2, 2, 2));
  }
}
