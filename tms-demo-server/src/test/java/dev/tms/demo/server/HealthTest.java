package dev.tms.demo.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.event.TmsEvent;
import java.time.Duration;
import java.time.Instant;
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
  void state_providerFails_staysUp() {
    health.serving(true);
    health.on(new TmsEvent.ProviderCalled("token", "timeout", Duration.ofSeconds(10)));

    assertThat(health.state()).isEqualTo(Health.State.UP);
  }
}
