package dev.tms.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionLifetimeTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @ParameterizedTest
  @CsvSource({
    "PT0.999999999S, PT1H",
    "PT0S, PT1H",
    "PT-1S, PT1H",
    "PT20M, PT19M59.999999999S",
    "PT20M, P400DT0.000000001S"
  })
  void lifetime_outOfRange_isRefused(Duration idle, Duration absolute) {
    assertThatThrownBy(() -> new SessionLifetime(idle, absolute).requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("timeout");
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT1S", "PT20M, PT20M", "PT20M, P400D"})
  void lifetime_atTheLimits_isTaken(Duration idle, Duration absolute) {
    assertThat(new SessionLifetime(idle, absolute).idle()).isEqualTo(idle);
  }

  @Test
  void idleDeadline_isNeverBeyondTheAbsoluteOne() {
    SessionLifetime lifetime = new SessionLifetime(Duration.ofMinutes(20), Duration.ofHours(1));

    assertThat(lifetime.deadline(NOW)).isEqualTo(NOW.plusSeconds(3600));
    assertThat(lifetime.idleDeadline(NOW, NOW.plusSeconds(3600))).isEqualTo(NOW.plusSeconds(1200));
    assertThat(lifetime.idleDeadline(NOW, NOW.plusSeconds(1199))).isEqualTo(NOW.plusSeconds(1199));
  }

  @ParameterizedTest
  @CsvSource({"PT20M, PT1M", "PT10M, PT1M", "PT9M, PT54S", "PT1M, PT6S", "PT1S, PT0.1S"})
  void writeInterval_isATenthOfIdleAndAMinuteAtMost(Duration idle, Duration interval) {
    assertThat(new SessionLifetime(idle, Duration.ofHours(1)).writeInterval()).isEqualTo(interval);
  }
}
