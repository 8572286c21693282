package dev.tms.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How work on the ledger waits. Tests replace it, so that they are fast and deterministic. */
@FunctionalInterface
public interface Pause {
  void pause(Duration time) throws InterruptedException;

  /** Waits 50 to 150 ms before another owner's claim is read again. */
  default void betweenLooks(SecureRandom random) throws InterruptedException {
    pause(Duration.ofMillis(50L + random.nextInt(101)));
  }

  /** The result of the work; empty if it does not complete within this time. */
  default <T> Optional<T> await(CompletableFuture<T> work, Duration time)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.of(work.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Schedules the work on the executor after this time. */
  default void later(Duration time, Executor executor, Runnable work) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, executor)
        .execute(work);
  }
}
