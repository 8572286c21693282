package dev.tms.demo.cli.client;

import dev.tms.registration.dynamic.Loss;
import dev.tms.registration.remote.CallOutcome;
import java.io.PrintWriter;
import java.util.List;

/** What calls and conversions give, and what they say. */
final class Outcomes {
  private Outcomes() {}

  /**
   * What a call gave.
   *
   * @throws CommandFailure if it failed
   */
  static <T> T get(CallOutcome<T> outcome) {
    if (outcome instanceof CallOutcome.Done<T> done) {
      return done.value();
    }
    throw CommandFailure.failed(((CallOutcome.Failed<T>) outcome).problem().toString());
  }

  static void tell(List<Loss> losses, PrintWriter err) {
    losses.forEach(loss -> err.println("lost: " + loss));
  }
}
