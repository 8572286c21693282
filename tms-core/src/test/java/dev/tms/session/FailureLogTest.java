package dev.tms.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FailureLogTest {
  private final ManualClock clock = new ManualClock();
  private final FailureLog failures = new FailureLog(clock);

  @Test
  void failed_first_isToldAtOnce() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      failures.failed("the provider is down", false);

      assertThat(log.lines())
          .containsExactly("WARNING a refresh did not succeed: the provider is down");
    }
  }

  @Test
  void failed_manyInAMinute_areOneLineWithTheirNumber() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      for (int i = 0; i < 1_236; i++) {
        failures.failed("the provider is down", false);
      }
      clock.advance(Duration.ofMinutes(1).minusNanos(1));
      failures.failed("the provider is down", false);
      assertThat(log.lines()).hasSize(1);

      clock.advance(Duration.ofNanos(1));
      failures.failed("the provider is slow", false);

      assertThat(log.lines())
          .containsExactly(
              "WARNING a refresh did not succeed: the provider is down",
              "WARNING a refresh did not succeed: 1236 more within a minute were left out of this"
                  + " log",
              "WARNING a refresh did not succeed: the provider is slow");
    }
  }

  @Test
  void failed_forAnotherReason_isToldAtOnce_eachTimeItChanges() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      failures.failed("down", false);
      failures.failed("down", false);
      failures.failed("slow", false);
      failures.failed("down", false);

      assertThat(log.lines())
          .containsExactly(
              "WARNING a refresh did not succeed: down",
              "WARNING a refresh did not succeed: slow",
              "WARNING a refresh did not succeed: down");
    }
  }

  @Test
  void failed_afterAnotherKindOfAnswer_isToldAgain() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      failures.failed("down", false);
      failures.refused("invalid_grant");
      failures.failed("down", false);
      failures.refused("invalid_grant");

      assertThat(log.lines())
          .containsExactly(
              "WARNING a refresh did not succeed: down",
              "INFO the provider refuses a refresh token: invalid_grant",
              "WARNING a refresh did not succeed: down",
              "INFO the provider refuses a refresh token: invalid_grant");
    }
  }

  @Test
  void failed_thatChangesAllTheTime_isBounded() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      for (int i = 0; i < 1_000; i++) {
        failures.failed(i % 2 == 0 ? "down" : "slow", false);
      }

      assertThat(log.lines()).hasSize(5);
    }
  }

  @Test
  void failed_forManyReasons_isBounded() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      for (int i = 0; i < 1_000; i++) {
        failures.failed("reason " + i, false);
      }

      assertThat(log.lines()).hasSize(5);
    }
  }

  @Test
  void kinds_areToldApart() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      failures.failed("down", false);
      failures.refused("invalid_grant");
      failures.allRefused("400");

      assertThat(log.lines())
          .extracting(line -> line.substring(0, line.indexOf(' ')))
          .containsExactly("WARNING", "INFO", "SEVERE");
    }
  }

  @Test
  void failed_anHourLater_isToldAlone() {
    try (CapturedLog log = new CapturedLog(FailureLog.class)) {
      failures.failed("the provider is down", false);
      clock.advance(Duration.ofHours(1));
      failures.failed("the provider is down", false);

      assertThat(log.lines())
          .containsExactly(
              "WARNING a refresh did not succeed: the provider is down",
              "WARNING a refresh did not succeed: the provider is down");
    }
  }
}
