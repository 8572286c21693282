package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.Readiness.State;
import dev.tms.Tms;
import dev.tms.contract.SwitchableStore;
import dev.tms.oauth.Provider;
import dev.tms.seal.Keys;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private final ManualClock clock = new ManualClock();
  private final SwitchableStore store = new SwitchableStore(clock);
  private final Health health = new Health();

  @Test
  void state_serving_isThatOfTheServiceAndDownBeforeAndAfter() {
    try (Tms tms = service()) {
      State before = health.state();
      health.serving(tms);
      State serving = health.state();
      store.down();
      clock.advance(Duration.ofSeconds(1));
      State lost = health.state();
      health.serving(null);

      assertThat(before).isEqualTo(State.DOWN);
      assertThat(serving).isEqualTo(State.UP);
      assertThat(lost).isEqualTo(State.DEGRADED);
      assertThat(health.state()).isEqualTo(State.DOWN);
    }
  }

  private Tms service() {
    return Tms.builder()
        .publicUrl("https://localhost:7182")
        .provider(Provider.discover("https://id.example"))
        .publicClient("app")
        .keys(Keys.inMemory())
        .store(store)
        .clock(clock)
        .build();
  }
}
