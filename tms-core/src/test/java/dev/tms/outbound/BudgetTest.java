package dev.tms.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BudgetTest {
  private final ManualClock clock = new ManualClock();
  private final Budget budget = new Budget(3, Duration.ofSeconds(20), clock);

  private int taken() {
    int count = 0;
    while (budget.tryTake()) {
      count++;
    }
    return count;
  }

  @Test
  void tryTake_atOnce_asManyAsThereAre() {
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void tryTake_later_whatWasEarnedInWholeTimes() {
    taken();
    clock.advance(Duration.ofSeconds(20).minusNanos(1));
    assertThat(taken()).isZero();

    clock.advance(Duration.ofNanos(1));
    assertThat(taken()).isEqualTo(1);

    clock.advance(Duration.ofSeconds(50));
    assertThat(taken()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(10));
    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void tryTake_muchLater_noMoreThanAtFirst() {
    clock.advance(Duration.ofDays(1));
    assertThat(taken()).isEqualTo(3);
    clock.advance(Duration.ofDays(365));
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void tryTake_clockSetBack_goesOnEarning() {
    taken();
    clock.advance(Duration.ofHours(-1));
    assertThat(taken()).isZero();

    clock.advance(Duration.ofSeconds(20));
    assertThat(taken()).isEqualTo(1);
  }
}
