package dev.tms.benchmarks.growth;

import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.session.HeldRoom;
import dev.tms.session.SampleSession;
import dev.tms.session.SealedRoom;
import dev.tms.session.Session;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions held in a store, by their number. A hundred are real ones; the others are entries of the
 * same sizes, written by the quickest way that the server knows.
 */
final class SessionsCurve {
  private static final List<Integer> SESSIONS = List.of(1, 1_000, 10_000, 100_000, 1_000_000);
  private static final int REAL = 100;
  private static final int OTHER_USERS = 10_000;
  private static final int EXPIRED = 10_000;
  private static final Duration LONG = Duration.ofHours(12);

  private final List<List<String>> rows = new ArrayList<>();
  private final Map<String, List<Point>> bytes = new LinkedHashMap<>();
  private final Map<String, List<Point>> finds = new LinkedHashMap<>();

  private SessionsCurve() {}

  static Curve measure() throws Exception {
    SessionsCurve curve = new SessionsCurve();
    try (StoreServer memory = new StoreServer.Memory()) {
      curve.measure("memory", memory, 10_000);
    }
    try (StoreServer postgres = new StoreServer.Postgres()) {
      curve.measure("PostgreSQL", postgres, 1_500);
    }
    try (StoreServer redis = new StoreServer.Redis()) {
      curve.measure("Redis", redis, 4_000);
    }
    return new Curve(
        "sessions",
        List.of(
            "store",
            "sessions",
            "bytes of a session",
            "finding one: TMS, µs",
            "the server, µs",
            "listing a user's 1 session, µs",
            "100 sessions, µs",
            "removing an expired entry, µs"),
        curve.rows,
        List.of(
            new Chart("sessions-bytes", "Bytes of a session", "sessions", curve.bytes),
            new Chart(
                "sessions-find",
                "Finding a session, processor time of TMS and server, µs",
                "sessions",
                curve.finds)));
  }

  /** Microseconds for one operation. */
  private record Cost(double here, double server) {
    double both() {
      return here + server;
    }
  }

  private void measure(String name, StoreServer server, int times) throws Exception {
    InstantSource clock = server.clock();
    SealedRoom room = new SealedRoom();
    int key = room.hash.primaryId();
    try (ExpiringStore store = server.store()) {
      MeteredStore metered = new MeteredStore(store, clock);
      HeldRoom measured = new HeldRoom(metered, room, clock);
      long empty = server.bytes();
      Session first = SampleSession.KEYCLOAK.begin(clock.instant(), key, 0);
      List<List<String>> cookies = new ArrayList<>(List.of(measured.begin(first)));
      List<Integer> sizes =
          metered.kept().values().stream().map(entry -> entry.value().length).toList();
      HeldRoom held = new HeldRoom(store, room, clock);
      int count = 1;
      Session busy = first;
      boolean hasBusy = false;
      for (int wanted : SESSIONS) {
        for (; count < Math.min(wanted, REAL); count++) {
          cookies.add(held.begin(SampleSession.KEYCLOAK.begin(clock.instant(), key, count)));
        }
        if (count < wanted) {
          for (int i = 0; i < sizes.size(); i++) {
            server.fill(Integer.toString(i), count, wanted, sizes.get(i), LONG);
          }
          count = wanted;
        }
        long each = (server.bytes() - empty) / wanted;
        Cost find = cost(server, times, i -> held.find(cookies.get(i % cookies.size())));
        Cost list = cost(server, times, i -> held.list(first));
        if (!hasBusy && wanted > REAL) {
          hasBusy = true;
          busy = SampleSession.KEYCLOAK.begin(clock.instant(), key, OTHER_USERS);
          for (int i = 0; i < REAL; i++) {
            held.begin(SampleSession.another(busy, i));
          }
        }
        Session many = busy;
        Cost lists = cost(server, times / 10, i -> held.list(many));
        boolean isMany = wanted > 1;
        // where there are few, what is left of removed rows would count as theirs
        String cleanUp = wanted > EXPIRED ? cleanUp(server, store, sizes.get(0)) : "–";
        rows.add(
            List.of(
                name,
                Curve.cell((long) wanted),
                isMany ? Curve.cell(each) : "–",
                Curve.cell(find.here),
                name.equals("memory") ? "–" : Curve.cell(find.server),
                Curve.cell(list.both()),
                isMany ? Curve.cell(lists.both()) : "–",
                cleanUp));
        System.out.println(rows.get(rows.size() - 1));
        if (isMany) {
          bytes.computeIfAbsent(name, k -> new ArrayList<>()).add(new Point(wanted, each));
        }
        finds.computeIfAbsent(name, k -> new ArrayList<>()).add(new Point(wanted, find.both()));
      }
    }
  }

  /** Microseconds for an entry that is removed; "–" where the server leaves most of them. */
  private static String cleanUp(StoreServer server, ExpiringStore store, int valueBytes)
      throws Exception {
    server.fill("x", 0, EXPIRED, valueBytes, server.expired());
    boolean isHere = server instanceof StoreServer.Memory;
    long entries = server.entries();
    double before = isHere ? Meter.process() : server.micros();
    server.cleanUp(store);
    double micros = (isHere ? Meter.process() : server.micros()) - before;
    long removed = entries - server.entries();
    return removed < EXPIRED / 2 ? "–" : Curve.cell(micros / removed);
  }

  /** An operation with its number. */
  private interface Operation {
    Object run(int number);
  }

  /** The cheapest of some rounds, after one to warm up. */
  private static Cost cost(StoreServer server, int times, Operation operation) throws Exception {
    Cost best = new Cost(Double.MAX_VALUE, 0);
    for (int round = 0; round < 4; round++) {
      double server0 = server.micros();
      double here0 = Meter.process();
      for (int i = 0; i < times; i++) {
        if (operation.run(i) == null) {
          throw new IllegalStateException("nothing found");
        }
      }
      Cost cost = new Cost((Meter.process() - here0) / times, (server.micros() - server0) / times);
      if (cost.both() < best.both()) {
        best = cost;
      }
    }
    return best;
  }
}
