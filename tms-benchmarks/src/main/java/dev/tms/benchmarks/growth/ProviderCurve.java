package dev.tms.benchmarks.growth;

import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.RequestKind;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Refreshes in a second, by the provider's answer time and the requests that wait at once. */
final class ProviderCurve {
  private static final List<Integer> MILLIS = List.of(5, 50, 500);
  private static final List<Integer> CLIENTS = List.of(1, 8, 16, 32, 64);
  private static final long LEAST_NANOS = 1_500_000_000;

  private ProviderCurve() {}

  static Curve measure() throws Exception {
    List<List<String>> rows = new ArrayList<>();
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (int clients : CLIENTS) {
      List<String> row = new ArrayList<>(List.of(Curve.cell((long) clients)));
      try (Fleet fleet =
          new Fleet(List.of(new InMemoryStore(InstantSource.system())), clients, clients, false)) {
        for (int i = 0; i < 1_000 / clients; i++) {
          var unused = fleet.refreshAll(1);
        }
        for (int millis : MILLIS) {
          fleet.provider.delay(RequestKind.TOKEN_REFRESH, Duration.ofMillis(millis));
          long begin = System.nanoTime();
          long refreshes = 0;
          long requests = 0;
          while (System.nanoTime() - begin < LEAST_NANOS) {
            refreshes += fleet.refreshAll(1);
            requests += clients;
          }
          double perSecond = refreshes * 1e9 / (System.nanoTime() - begin);
          row.add(Curve.cell(perSecond));
          row.add("%.0f %%".formatted(100.0 * (requests - refreshes) / requests));
          lines
              .computeIfAbsent(millis + " ms", key -> new ArrayList<>())
              .add(new Point(clients, perSecond));
        }
      }
      rows.add(row);
    }
    List<String> header = new ArrayList<>(List.of("requests that wait at once"));
    for (int millis : MILLIS) {
      header.add(millis + " ms: refreshes/s");
      header.add("refused");
    }
    return new Curve(
        "provider",
        header,
        rows,
        List.of(
            new Chart("provider", "Refreshes in a second", "requests that wait at once", lines)));
  }
}
