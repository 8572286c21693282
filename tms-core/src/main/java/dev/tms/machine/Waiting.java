package dev.tms.machine;

import dev.tms.machine.MachineTokenOutcome.Unavailable;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for a token, with an end. */
final class Waiting {
  private Waiting() {}

  /** The outcome, or that it did not come in time; the request for it runs on. */
  static MachineTokenOutcome await(CompletableFuture<MachineTokenOutcome> outcome, Duration time)
      throws InterruptedException {
    try {
      return outcome.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return tooSlow();
    } catch (ExecutionException e) {
      throw new AssertionError("a slot never completes exceptionally", e);
    }
  }

  /** The outcome when it comes, or that it did not come in time. */
  static CompletableFuture<MachineTokenOutcome> within(
      CompletableFuture<MachineTokenOutcome> outcome, Duration time) {
    return outcome.copy().completeOnTimeout(tooSlow(), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Unavailable tooSlow() {
    return new Unavailable(Duration.ofSeconds(1), "it is still being fetched");
  }
}
