package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Health health = new Health(() -> now);

  @Test
  void state_beforeStartAndAfterStop_isDown() {
    Health.State before = health.state();
    health.serving(true);
    Health.State serving = health.state();
    health.serving(false);

    assertThat(before).isEqualTo(Health.State.DOWN);
    assertThat(serving).isEqualTo(Health.State.UP);
    assertThat(health.state()).isEqualTo(Health.State.DOWN);
  }

  @Test
  void state_problemReported_isDegradedUntilItIsNotReportedAnyMore() {
    health.serving(true);
    health.on(new TmsEvent.StoreFailed("get"));

    now = now.plus(Duration.ofSeconds(149));
    Health.State soon = health.state();
    now = now.plus(Duration.ofSeconds(2));

    assertThat(soon).isEqualTo(Health.State.DEGRADED);
    assertThat(health.state()).isEqualTo(Health.State.UP);
  }

  @Test
  void state_storeDown_isDegradedOrDownByWhoNeedsItAndUpAsSoonAsItIsBack() {
    for (boolean needed : new boolean[] {false, true}) {
      AtomicBoolean down = new AtomicBoolean();
      Health watching = new Health(() -> now);
      watching.watch(() -> look(down), needed);
      watching.serving(true);
      Health.State before = watching.state();

      down.set(true);
      Health.State remembered = watching.state();
      now = now.plus(Duration.ofSeconds(1));
      Health.State lost = watching.state();
      watching.on(new TmsEvent.StoreFailed("claim"));
      down.set(false);
      now = now.plus(Duration.ofSeconds(1));

      assertThat(before).isEqualTo(Health.State.UP);
      assertThat(remembered).isEqualTo(Health.State.UP);
      assertThat(lost).isEqualTo(needed ? Health.State.DOWN : Health.State.DEGRADED);
      assertThat(watching.state()).isEqualTo(Health.State.UP);
    }
  }

  @Test
  void state_storeHangs_oneAsksAndOthersAreToldOfTheLastAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    health.watch(
        () -> {
          asked.countDown();
          await(mayAnswer);
        },
        true);
    health.serving(true);
    Thread first = new Thread(health::state);
    first.start();
    await(asked);

    assertThat(health.state()).isEqualTo(Health.State.UP);

    mayAnswer.countDown();
    first.join();
  }

  private static void look(AtomicBoolean down) {
    if (down.get()) {
      throw new StoreUnavailableException("down");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void state_providerFails_staysUp() {
    health.serving(true);
    health.on(new TmsEvent.ProviderCalled("token", "timeout", Duration.ofSeconds(10)));

    assertThat(health.state()).isEqualTo(Health.State.UP);
  }
}
