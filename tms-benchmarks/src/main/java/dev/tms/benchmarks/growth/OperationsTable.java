package dev.tms.benchmarks.growth;

import dev.tms.Tms;
import dev.tms.benchmarks.Browser;
import dev.tms.benchmarks.Site;
import dev.tms.policy.SessionHome;
import dev.tms.session.SealedRoom;
import dev.tms.store.InMemoryStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a request asks of the store, in simulated time. Counts, the same in every run. */
final class OperationsTable {
  private static final Duration LIFE = Duration.ofMinutes(5);
  private static final Duration CHECK = Duration.ofSeconds(6);
  private static final int TIMES = 20;

  private OperationsTable() {}

  static Curve measure() {
    List<List<String>> rows = new ArrayList<>();
    for (SessionHome home : SessionHome.values()) {
      rows.addAll(measure(home));
    }
    return new Curve(
        "operations",
        List.of("session in", "request", "reads", "writes", "bytes of keys and values"),
        rows,
        List.of());
  }

  private static List<List<String>> measure(SessionHome home) {
    ManualClock clock = new ManualClock();
    MeteredStore store = new MeteredStore(new InMemoryStore(clock), clock);
    List<List<String>> rows = new ArrayList<>();
    try (TestProvider provider = Site.provider(clock, LIFE, true);
        Tms tms =
            Site.node(provider, clock, new SealedRoom().keys)
                .sessions(Site.SESSIONS.withHome(home))
                .store(store)
                .executor(Runnable::run)
                .build()) {
      Browser browser = new Browser(tms);
      store.reset();
      browser.signIn();
      rows.add(row(home, "login: begin, callback, first CheckSession", store, 1));
      browser.retrieveToken();
      times(browser, store, clock, Duration.ZERO);
      rows.add(row(home, "RetrieveToken within `Logout.CheckInterval` of the last", store, TIMES));
      times(browser, store, clock, CHECK);
      rows.add(row(home, "RetrieveToken after it", store, TIMES));
      times(browser, store, clock, LIFE.plusSeconds(1));
      rows.add(row(home, "RetrieveToken that refreshes, the last one not confirmed", store, TIMES));
      store.reset();
      browser.retrieveToken();
      rows.add(row(home, "the first request after it", store, 1));
    }
    return rows;
  }

  private static void times(
      Browser browser, MeteredStore store, ManualClock clock, Duration between) {
    store.reset();
    for (int i = 0; i < TIMES; i++) {
      clock.advance(between);
      browser.retrieveToken();
    }
  }

  private static List<String> row(SessionHome home, String request, MeteredStore store, int times) {
    return List.of(
        home == SessionHome.STORE ? "the store" : "cookies",
        request,
        Curve.cell(store.reads.sum() / (double) times),
        Curve.cell(store.writes.sum() / (double) times),
        Curve.cell(store.bytes.sum() / times));
  }
}
