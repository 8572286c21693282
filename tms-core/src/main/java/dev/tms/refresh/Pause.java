package dev.tms.refresh;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How the engine waits: between two looks at the ledger, for another thread, and for the time of
 * the next sign of life. Tests replace it, so that no time passes and nothing happens by chance.
 */
@FunctionalInterface
public interface Pause {
  /** Waits this long. */
  void pause(Duration time) throws InterruptedException;

  /**
   * The result of work on another thread; empty where it does not come within this time.
   *
   * @throws ExecutionException if the work failed
   */
  default <T> Optional<T> await(CompletableFuture<T> work, Duration time)
      throws InterruptedException, ExecutionException {
    try {
      return Optional.of(work.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    }
  }

  /** Does the work on the executor after this time, and returns at once. */
  default void later(Duration time, Executor executor, Runnable work) {
    CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS, executor)
        .execute(work);
  }
}
