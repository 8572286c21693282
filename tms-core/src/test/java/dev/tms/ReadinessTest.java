package dev.tms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Readiness.State;
import dev.tms.contract.SwitchableStore;
import dev.tms.oauth.Provider;
import dev.tms.policy.SessionHome;
import dev.tms.policy.SessionPolicy;
import dev.tms.seal.Keys;
import dev.tms.seal.Keys.KeyRotation;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreUnavailableException;
import dev.tms.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReadinessTest {
  private static final String REASON = "cannot be written to";

  private final ManualClock clock = new ManualClock();
  private final SwitchableStore store = new SwitchableStore(new InMemoryStore(clock));

  @Test
  void readiness_nothingWrong_isUpWithoutReasons() {
    try (Tms tms = service().build()) {
      assertThat(tms.readiness().state()).isEqualTo(State.UP);
      assertThat(tms.readiness().reasons()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(SessionHome.class)
  void readiness_storeLost_isByWhoNeedsItAndUpAsSoonAsItIsBack(SessionHome home) {
    try (Tms tms = service().sessions(SessionPolicy.DEFAULT.withHome(home)).build()) {
      State before = tms.readiness().state();

      store.down();
      State remembered = tms.readiness().state();
      clock.advance(Duration.ofSeconds(1));
      Readiness lost = tms.readiness();
      store.up();
      clock.advance(Duration.ofSeconds(1));

      assertThat(before).isEqualTo(State.UP);
      assertThat(remembered).isEqualTo(State.UP);
      assertThat(lost.state()).isEqualTo(home == SessionHome.STORE ? State.DOWN : State.DEGRADED);
      assertThat(lost.reasons()).singleElement().asString().contains(REASON);
      assertThat(tms.readiness().state()).isEqualTo(State.UP);
    }
  }

  @Test
  void readiness_storeReadsButDoesNotWrite_isDegraded() {
    try (Tms tms = service().build()) {
      store.beforeNextWrite(
          () -> {
            throw new StoreUnavailableException("read only");
          });

      assertThat(tms.readiness().state()).isEqualTo(State.DEGRADED);
      assertThat(store.get("anything")).isEmpty();
    }
  }

  @Test
  void readiness_storeBreaksItsContract_isDegraded() {
    try (Tms tms = service().build()) {
      store.beforeNextWrite(
          () -> {
            throw new IllegalStateException("the pool is closed");
          });

      assertThat(tms.readiness().state()).isEqualTo(State.DEGRADED);
    }
  }

  @Test
  void readiness_storeHangs_oneAsksAndOthersGetTheAnswerBefore() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    try (Tms tms = service().build()) {
      store.beforeNextWrite(
          () -> {
            asked.countDown();
            await(mayAnswer);
          });
      Thread first = new Thread(tms::readiness);
      first.start();
      await(asked);

      assertThat(tms.readiness().state()).isEqualTo(State.UP);

      mayAnswer.countDown();
      first.join();
    }
  }

  @Test
  void readiness_keysetCannotBeReadAgain_isDegradedUntilItCan(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("keys.json");
    KeyRotation.of(Keys.file(file)).create();
    byte[] good = Files.readAllBytes(file);
    try (Tms tms = service().keys(Keys.file(file)).build()) {
      Files.writeString(file, "damaged");
      clock.advance(Duration.ofSeconds(61)); // no request comes meanwhile
      Readiness damaged = tms.readiness();
      clock.advance(Duration.ofDays(1));
      State nextDay = tms.readiness().state();
      Files.write(file, good);
      clock.advance(Duration.ofSeconds(61));

      assertThat(damaged.state()).isEqualTo(State.DEGRADED);
      assertThat(damaged.reasons()).singleElement().asString().contains("keys.json");
      assertThat(nextDay).isEqualTo(State.DEGRADED);
      assertThat(tms.readiness().state()).isEqualTo(State.UP);
    }
  }

  @Test
  void look_othersHaveOtherKeys_isDegraded() {
    ReadinessCheck check =
        new ReadinessCheck(store, false, List.of(() -> Optional.of("stop this node")), clock);

    assertThat(check.look()).isEqualTo(new Readiness(State.DEGRADED, List.of("stop this node")));
  }

  @Test
  void readiness_afterClose_isDown() {
    Tms tms = service().build();

    tms.close();

    assertThat(tms.readiness().state()).isEqualTo(State.DOWN);
  }

  private TmsBuilder service() {
    return Tms.builder()
        .publicUrl("https://shop.example")
        .provider(Provider.discover("https://id.example"))
        .publicClient("shop")
        .clock(clock)
        .store(store)
        .keys(Keys.inMemory());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
