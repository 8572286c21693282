package dev.tms.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.contract.CapturedLog;
import dev.tms.testkit.ManualClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ThrottledLogTest {
  private final ManualClock clock = new ManualClock();
  private final CapturedLog captured = new CapturedLog(ThrottledLogTest.class);
  private final ThrottledLog log =
      new ThrottledLog(System.getLogger(ThrottledLogTest.class.getName()), clock);

  @AfterEach
  void close() {
    captured.close();
  }

  @Test
  void log_sameTextAgain_isSaidOnceAMinuteAndCounted() {
    for (int i = 0; i < 1000; i++) {
      log.log(Level.WARNING, "a kind", "it's {0} that failed");
    }
    assertThat(captured.lines()).containsExactly("WARNING it's {0} that failed");

    clock.advance(Duration.ofMinutes(1).minusMillis(1));
    log.log(Level.WARNING, "a kind", "it's {0} that failed");
    assertThat(captured.lines()).hasSize(1);

    clock.advance(Duration.ofMillis(1));
    log.log(Level.WARNING, "a kind", "it's {0} that failed");
    assertThat(captured.lines())
        .containsExactly(
            "WARNING it's {0} that failed",
            "WARNING a kind: 1000 more within a minute were left out of this log",
            "WARNING it's {0} that failed");
  }

  @Test
  void log_differentTexts_fiveAMinuteAreSaid() {
    for (int i = 0; i < 1000; i++) {
      log.log(Level.INFO, "a kind", "text " + i);
    }

    assertThat(captured.lines())
        .containsExactly("INFO text 0", "INFO text 1", "INFO text 2", "INFO text 3", "INFO text 4");
  }

  @Test
  void log_otherKind_isSaidAndSaysWhatWasLeftOutOfTheFirst() {
    log.log(Level.WARNING, "first", "one");
    log.log(Level.WARNING, "first", "one");
    log.log(Level.INFO, "second", "two");
    assertThat(captured.lines()).containsExactly("WARNING one", "INFO two");

    clock.advance(Duration.ofMinutes(1));
    log.log(Level.INFO, "second", "three");

    assertThat(captured.lines())
        .containsExactly(
            "WARNING one",
            "INFO two",
            "WARNING first: 1 more within a minute were left out of this log",
            "INFO three");
  }

  @Test
  void log_ofMoreKindsThanAreKept_staysBounded() {
    for (int i = 0; i < 1000; i++) {
      log.log(Level.INFO, "kind " + i, "text " + i);
    }

    assertThat(captured.lines()).hasSize(105);
  }

  @Test
  void log_clockSetBack_speaksAgain() {
    log.log(Level.INFO, "a kind", "text");
    clock.advance(Duration.ofHours(-2));
    log.log(Level.INFO, "a kind", "text");

    assertThat(captured.lines()).containsExactly("INFO text", "INFO text");
  }

  @Test
  void log_levelThatIsOff_isNotCounted() {
    log.log(Level.TRACE, "a kind", "text");
    log.log(Level.INFO, "a kind", "text");

    assertThat(captured.lines()).containsExactly("INFO text");
  }
}
