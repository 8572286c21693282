package dev.tms.registration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.testkit.secrets.WatchedRun;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The last test of a run looks through all that the others have made the code write. */
@Order(Integer.MAX_VALUE)
final class NoSecretWrittenTest {
  @Test
  @DisplayName("Lesson 20, 33: no secret in any log, event, output or exception of the whole run")
  void run_untilNow_hasWrittenNoSecret() {
    System.out.println("watched: " + WatchedRun.summary());

    assertThat(WatchedRun.leaks()).as(WatchedRun.summary()).isEmpty();
  }
}
