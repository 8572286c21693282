package dev.tms.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChartTest {
  @Test
  void svg_longestBarIsTheWidest_othersInProportion() {
    Chart.Row all = new Chart.Row("a & b", Map.of(CallKind.TOKEN, new Spread(90, 100, 100)));
    Chart.Row half = new Chart.Row("c", Map.of(CallKind.TOKEN, new Spread(50, 50, 60)));

    String svg = Chart.svg("Title", "%.0f", List.of(CallKind.TOKEN), List.of(all, half));

    assertThat(svg)
        .contains("a &amp; b", "width=\"380\"", "width=\"190\"", ">100</text>", ">50</text>")
        .contains("<path d=\"M692 46H730\"/>");
  }
}
