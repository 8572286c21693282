package dev.tms.benchmarks.growth;

import dev.tms.benchmarks.StoreKind;
import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.store.ExpiringStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Processor time of a refresh, by the number of nodes that share a Redis. */
final class NodesCurve {
  private static final int MOST = 4;
  private static final int SESSIONS = 32;
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 25;
  private static final int PASSES = 3;

  private NodesCurve() {}

  private record Pass(
      double nodes, double redis, double provider, double perSecond, double operations) {}

  static Curve measure() throws Exception {
    List<ExpiringStore> stores = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      stores.add(new MeteredStore(StoreKind.REDIS.open(), InstantSource.system()));
    }
    Pass[] best = new Pass[MOST + 1];
    try (Fleet fleet = new Fleet(stores, SESSIONS, CLIENTS, true);
        StoreServer redis = new StoreServer.Redis()) {
      pass(fleet, redis, stores, MOST);
      for (int i = 0; i < PASSES; i++) {
        for (int nodes = 1; nodes <= MOST; nodes++) {
          Pass pass = pass(fleet, redis, stores, nodes);
          Pass before = best[nodes];
          best[nodes] = before == null || pass.nodes < before.nodes ? pass : before;
        }
      }
    }
    List<List<String>> rows = new ArrayList<>();
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (int nodes = 1; nodes <= MOST; nodes++) {
      Pass pass = best[nodes];
      rows.add(
          List.of(
              Curve.cell((long) nodes),
              Curve.cell(pass.perSecond),
              Curve.cell(pass.nodes),
              Curve.cell(pass.redis),
              "%.1f %%".formatted(100 * pass.redis / (pass.nodes + pass.redis)),
              Curve.cell(pass.operations),
              Curve.cell(pass.provider)));
      lines.computeIfAbsent("TMS", key -> new ArrayList<>()).add(new Point(nodes, pass.nodes));
      lines.computeIfAbsent("Redis", key -> new ArrayList<>()).add(new Point(nodes, pass.redis));
    }
    return new Curve(
        "nodes",
        List.of(
            "nodes",
            "refreshes/s on the 2 cores that all share",
            "processor time of a refresh: TMS, µs",
            "Redis, µs",
            "Redis' share of both",
            "store operations",
            "the provider, µs"),
        rows,
        List.of(new Chart("nodes", "Processor time of a refresh, µs", "nodes", lines)));
  }

  private static Pass pass(Fleet fleet, StoreServer redis, List<ExpiringStore> stores, int nodes)
      throws Exception {
    stores.forEach(store -> ((MeteredStore) store).reset());
    double process = Meter.process();
    double provider = Meter.threads("testkit-");
    double server = redis.micros();
    long begin = System.nanoTime();
    for (int i = 0; i < ROUNDS; i++) {
      if (fleet.refreshAll(nodes) != SESSIONS) {
        throw new IllegalStateException("a session was not refreshed");
      }
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    double refreshes = ROUNDS * SESSIONS;
    double byProvider = Meter.threads("testkit-") - provider;
    long operations =
        stores.stream()
            .map(MeteredStore.class::cast)
            .mapToLong(store -> store.reads.sum() + store.writes.sum())
            .sum();
    return new Pass(
        (Meter.process() - process - byProvider) / refreshes,
        (redis.micros() - server) / refreshes,
        byProvider / refreshes,
        refreshes / seconds,
        operations / refreshes);
  }
}
