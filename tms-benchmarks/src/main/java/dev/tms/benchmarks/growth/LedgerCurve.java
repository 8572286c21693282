package dev.tms.benchmarks.growth;

import dev.tms.Tms;
import dev.tms.benchmarks.Browser;
import dev.tms.benchmarks.Site;
import dev.tms.benchmarks.growth.Curve.Chart;
import dev.tms.benchmarks.growth.Curve.Point;
import dev.tms.event.TmsEvent;
import dev.tms.session.SealedRoom;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Entries of the ledger, their bytes and its operations, by the life of access tokens: sessions in
 * cookies, each with a request every 30 s, in simulated time. Counts, the same in every run.
 */
final class LedgerCurve {
  private static final List<Integer> MINUTES = List.of(1, 2, 5, 10, 15, 30, 60);
  private static final int SESSIONS = 4;
  private static final int STEPS = 240;
  private static final Duration STEP = Duration.ofSeconds(30);

  private LedgerCurve() {}

  static Curve measure() {
    List<List<String>> rows = new ArrayList<>();
    List<Point> bytes = new ArrayList<>();
    List<Point> writes = new ArrayList<>();
    for (int minutes : MINUTES) {
      Hours hours = play(Duration.ofMinutes(minutes));
      double perHour = hours.refreshes / (double) SESSIONS / 2;
      double entries = hours.entries / (double) SESSIONS / STEPS;
      double size = hours.bytes / (double) Math.max(1, hours.entries);
      double writesPerHour = hours.writes / (double) SESSIONS / 2;
      bytes.add(new Point(minutes, size));
      writes.add(new Point(minutes, writesPerHour));
      rows.add(
          List.of(
              Curve.cell((long) minutes),
              Curve.cell(perHour),
              Curve.cell(entries),
              Curve.cell(size),
              Curve.cell(writesPerHour),
              Curve.cell(hours.reads / (double) SESSIONS / 2)));
    }
    return new Curve(
        "ledger",
        List.of(
            "life of access tokens, min",
            "refreshes of a session in an hour",
            "entries for each session",
            "mean bytes of an entry, key and value",
            "writes of a session in an hour",
            "reads"),
        rows,
        List.of(
            new Chart(
                "ledger-bytes",
                "Mean bytes of a ledger entry",
                "life of access tokens, min",
                Map.of("key and value", bytes)),
            new Chart(
                "ledger-writes",
                "Writes of a session in an hour",
                "life of access tokens, min",
                Map.of("claim, send, publish, confirm", writes))));
  }

  /** What two hours of all sessions have added up to; entries and bytes once for each step. */
  private record Hours(long refreshes, long entries, long bytes, long writes, long reads) {}

  private static Hours play(Duration life) {
    ManualClock clock = new ManualClock();
    MeteredStore store = new MeteredStore(new InMemoryStore(clock), clock);
    LongAdder refreshes = new LongAdder();
    try (TestProvider provider = Site.provider(clock, life, true);
        Tms tms =
            Site.node(provider, clock, new SealedRoom().keys)
                .store(store)
                .executor(Runnable::run)
                .quickListener(
                    event -> {
                      if (event instanceof TmsEvent.Refreshed) {
                        refreshes.increment();
                      }
                    })
                .build()) {
      List<Browser> browsers = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        Browser browser = new Browser(tms);
        browser.signIn();
        browsers.add(browser);
        clock.advance(Duration.ofSeconds(7));
      }
      Set<String> before = store.kept().keySet();
      store.reset();
      refreshes.reset();
      long entries = 0;
      long bytes = 0;
      for (int step = 0; step < STEPS; step++) {
        clock.advance(STEP);
        browsers.forEach(Browser::retrieveToken);
        Instant tomorrow = clock.instant().plus(Duration.ofDays(2));
        for (Map.Entry<String, MeteredStore.Kept> kept : store.kept().entrySet()) {
          // what ends sooner is no session's: logins that came back, the client's last success
          if (!before.contains(kept.getKey()) && kept.getValue().expires().isAfter(tomorrow)) {
            entries++;
            bytes += kept.getKey().length() + kept.getValue().value().length;
          }
        }
      }
      return new Hours(refreshes.sum(), entries, bytes, store.writes.sum(), store.reads.sum());
    }
  }
}
