package dev.tms.demo.cluster;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tms.demo.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One node under 60 % of the load that it can bear, for {@code -Dtms.soak.seconds}: memory, threads
 * and descriptors do not grow. Sessions live for seconds, so that as many end as begin.
 */
class SoakTest extends ClusterFixture {
  private static final Duration LENGTH =
      Duration.ofSeconds(Integer.getInteger("tms.soak.seconds", 300));
  private static final Duration MEASURING = Duration.ofSeconds(5);
  private static final double SHARE = 0.6;
  private static final int CLIENTS = 8;
  private static final Duration TOKEN_LIFE = Duration.ofSeconds(3);
  private static final Duration SESSION_LIFE = Duration.ofSeconds(8);
  private static final int SAMPLES = 40;
  private static final int MEGABYTE = 1 << 20;

  private final LongAdder calls = new LongAdder();
  private final LongAdder strange = new LongAdder();

  /** How large the node is at a moment. */
  private record Sample(long heap, long resident, long threads, long descriptors) {
    static Sample of(NodeProcess node) {
      return new Sample(node.heapBytes(), node.residentBytes(), node.threads(), node.descriptors());
    }
  }

  @Override
  StoreServer startStore(Path folder) {
    return new NoServer();
  }

  @Override
  int nodes() {
    return 1;
  }

  @Override
  ObjectNode session() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("IdleTimeout", SESSION_LIFE.toString())
        .put("AbsoluteTimeout", SESSION_LIFE.toString());
  }

  /** Calls of a browser: one after the other, now and then with cookies that do not open. */
  private final class Client {
    private final Random random;
    private Visitor visitor;

    Client(int seed) {
      this.random = new Random(seed);
      this.visitor = cluster.signIn("alice", TOKEN_LIFE);
    }

    void call() {
      calls.increment();
      try {
        act();
      } catch (RuntimeException e) {
        // a sign-in failed
        strange.increment();
      }
    }

    private void act() {
      int draw = random.nextInt(1000);
      if (draw < 450) {
        expect(visitor.check(cluster.first()), 200);
      } else if (draw < 550) {
        expect(visitor.spoilt().retrieve(cluster.first()), 401);
      } else if (draw < 999) {
        Answer answer = visitor.retrieve(cluster.first());
        if (answer.code().equals("absolute_timeout") || answer.code().equals("idle_timeout")) {
          visitor = cluster.signIn("alice", TOKEN_LIFE);
        } else {
          expect(answer, 200);
        }
      } else {
        expect(visitor.logOut(cluster.first()), 200);
        visitor = cluster.signIn("alice", TOKEN_LIFE);
      }
    }

    private void expect(Answer answer, int status) {
      if (answer.status() != status) {
        strange.increment();
      }
    }
  }

  @Test
  @Tag("full")
  @DisplayName("Under 60 % of the highest load, heap, memory, threads and descriptors stay level")
  void soak_steadyLoad_nothingGrows() {
    provider.accessTokenLifetime(TOKEN_LIFE);
    List<Client> clients = IntStream.range(0, CLIENTS).mapToObj(Client::new).toList();
    load(clients, 0, () -> Await.pass(MEASURING));
    calls.reset();
    load(clients, 0, () -> Await.pass(MEASURING));
    double most = calls.sum() / (double) MEASURING.toSeconds();
    System.out.printf("at most %.0f calls a second; %.0f from now on%n", most, most * SHARE);
    calls.reset();
    strange.reset();

    List<Sample> samples = new ArrayList<>();
    load(
        clients,
        Math.round(CLIENTS / (most * SHARE) * 1e9),
        () -> {
          for (int i = 0; i < SAMPLES; i++) {
            Await.pass(LENGTH.dividedBy(SAMPLES));
            samples.add(Sample.of(cluster.first()));
            System.out.printf("%9d calls  %s%n", calls.sum(), samples.get(i));
            provider.clearRequests();
          }
        });

    assertThat(strange.sum()).as("unexpected answers").isLessThan(calls.sum() / 100);
    SoftAssertions.assertSoftly(
        all -> {
          level(all, "heap after a collection", samples, Sample::heap, MEGABYTE);
          level(all, "resident memory", samples, Sample::resident, 32 * MEGABYTE);
          level(all, "threads", samples, Sample::threads, 10);
          level(all, "descriptors", samples, Sample::descriptors, 20);
        });
  }

  /**
   * Lets clients call while this runs.
   *
   * @param periodNanos from one call of a client to its next, 0 for as many as it can
   */
  private static void load(List<Client> clients, long periodNanos, Runnable meanwhile) {
    AtomicBoolean isOver = new AtomicBoolean();
    ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
    for (Client client : clients) {
      if (periodNanos == 0) {
        threads.execute(
            () -> {
              while (!isOver.get()) {
                client.call();
              }
            });
      } else {
        threads.scheduleAtFixedRate(client::call, 0, periodNanos, NANOSECONDS);
      }
    }
    meanwhile.run();
    isOver.set(true);
    threads.shutdown();
    Await.until("the clients are done", Duration.ofSeconds(90), threads::isTerminated);
  }

  /** The last quarter is not above the second one, by more than a tenth and this. */
  private static void level(
      SoftAssertions all,
      String what,
      List<Sample> samples,
      ToLongFunction<Sample> size,
      long tolerance) {
    long early = median(samples.subList(SAMPLES / 4, SAMPLES / 2), size);
    long late = median(samples.subList(SAMPLES * 3 / 4, SAMPLES), size);
    System.out.printf("| %s | %,d | %,d | %.2f |%n", what, early, late, late / (double) early);
    all.assertThat(late).as(what).isLessThanOrEqualTo(early + early / 10 + tolerance);
  }

  private static long median(List<Sample> samples, ToLongFunction<Sample> size) {
    return samples.stream()
        .mapToLong(size)
        .sorted()
        .skip(samples.size() / 2)
        .findFirst()
        .orElseThrow();
  }
}
