package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Events.ListenerQueue;
import dev.tms.contract.CapturedLog;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A listener that throws or takes its time does not hurt who tells it. */
class ListenersTest {
  private static final TmsEvent EVENT = new TmsEvent.PublishFailed();

  private final List<TmsEvent> seen = new ArrayList<>();

  @Test
  void on_listenerThrows_othersAreToldAndTheLogHasTheTypeAlone() {
    try (CapturedLog log = new CapturedLog(Events.class)) {
      TmsListener throwing =
          event -> {
            throw new IllegalStateException("quotes anything");
          };
      TmsListener broken =
          event -> {
            throw new NoClassDefFoundError("of a plug-in");
          };
      new Events(
              List.of(throwing, broken, seen::add),
              List.of(),
              Runnable::run,
              InstantSource.system())
          .on(EVENT);

      assertThat(seen).containsExactly(EVENT);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).endsWith("failed: java.lang.IllegalStateException");
      assertThat(log.lines().get(1)).endsWith("failed: java.lang.NoClassDefFoundError");
    }
  }

  @Test
  void queue_listenerIsStuck_nobodyWaitsAndNothingIsLost() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(100);
    ListenerQueue queue =
        new ListenerQueue(
            event -> {
              awaitQuietly(goOn);
              seen.add(event);
              told.countDown();
            },
            executor);

    for (int i = 0; i < 100; i++) {
      queue.on(new TmsEvent.SessionWritten(i)); // would never return if it waited
    }
    goOn.countDown();

    assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    executor.shutdown();
    assertThat(seen).hasSize(100);
    for (int i = 0; i < 100; i++) {
      assertThat(seen.get(i)).isEqualTo(new TmsEvent.SessionWritten(i));
    }
  }

  @Test
  void queue_full_losesEventsAndSaysSo() {
    List<Runnable> work = new ArrayList<>();
    ListenerQueue queue = new ListenerQueue(seen::add, work::add);
    try (CapturedLog log = new CapturedLog(ListenerQueue.class)) {
      for (int i = 0; i < ListenerQueue.MOST + 5; i++) {
        queue.on(EVENT);
      }
      assertThat(work).hasSize(1);
      work.remove(0).run();

      assertThat(seen).hasSize(ListenerQueue.MOST);
      assertThat(log.lines()).hasSize(2);
      assertThat(log.lines().get(0)).endsWith("is too slow: events are lost");
      assertThat(log.lines().get(1)).endsWith("has caught up: 5 events were lost");
    }
    queue.on(EVENT);
    work.remove(0).run();
    assertThat(seen).hasSize(ListenerQueue.MOST + 1);
  }

  @Test
  void queue_listenerThrows_goesOnWithTheNext() {
    ListenerQueue queue =
        new ListenerQueue(
            event -> {
              seen.add(event);
              throw new IllegalStateException();
            },
            Runnable::run);

    queue.on(EVENT);
    queue.on(EVENT);

    assertThat(seen).hasSize(2);
  }

  @Test
  void queue_executorRefuses_theNextEventTriesAgain() {
    List<Integer> tries = new ArrayList<>();
    ListenerQueue queue =
        new ListenerQueue(
            seen::add,
            work -> {
              tries.add(1);
              if (tries.size() == 1) {
                throw new RejectedExecutionException();
              }
              work.run();
            });

    queue.on(EVENT);
    assertThat(seen).isEmpty();
    queue.on(EVENT);

    assertThat(seen).hasSize(2);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
