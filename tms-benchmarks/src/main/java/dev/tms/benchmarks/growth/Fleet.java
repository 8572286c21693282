package dev.tms.benchmarks.growth;

import dev.tms.Tms;
import dev.tms.benchmarks.Browser;
import dev.tms.benchmarks.Site;
import dev.tms.http.Response;
import dev.tms.seal.Keys;
import dev.tms.session.SealedRoom;
import dev.tms.store.ExpiringStore;
import dev.tms.testkit.ManualClock;
import dev.tms.testkit.TestProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Nodes in this process with one provider, and sessions that they refresh. */
final class Fleet implements AutoCloseable {
  private static final Duration LIFE = Duration.ofSeconds(10);

  final TestProvider provider;
  private final ManualClock clock = new ManualClock();
  private final List<Tms> nodes = new ArrayList<>();
  private final List<Browser> browsers = new ArrayList<>();
  private final ExecutorService clients;
  private int rounds;

  /** A node for each store; so many sessions; requests at the same time, each of one client. */
  Fleet(List<ExpiringStore> stores, int sessions, int clients, boolean signs) {
    provider = Site.provider(clock, LIFE, signs);
    Keys keys = new SealedRoom().keys;
    for (ExpiringStore store : stores) {
      nodes.add(Site.node(provider, clock, keys).store(store).build());
    }
    for (int i = 0; i < sessions; i++) {
      Browser browser = new Browser(nodes.get(0));
      browser.signIn();
      browsers.add(browser);
    }
    this.clients = Executors.newFixedThreadPool(clients);
  }

  /** Asks for a new token for each session, at the next of so many nodes; how many got one. */
  int refreshAll(int atNodes) throws Exception {
    clock.advance(LIFE.plusSeconds(1));
    rounds++;
    List<Future<Response>> answers = new ArrayList<>();
    for (int i = 0; i < browsers.size(); i++) {
      Browser browser = browsers.get(i).at(nodes.get((i + rounds) % atNodes));
      answers.add(
          clients.submit(() -> browser.send(browser.call("POST", "/Session/RetrieveToken"))));
    }
    int refreshed = 0;
    for (Future<Response> answer : answers) {
      refreshed += answer.get().status() == 200 ? 1 : 0;
    }
    provider.clearRequests();
    return refreshed;
  }

  @Override
  public void close() {
    clients.shutdown();
    nodes.forEach(Tms::close);
    provider.close();
  }
}
