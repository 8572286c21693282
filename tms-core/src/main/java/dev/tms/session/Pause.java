package dev.tms.session;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How work on the ledger waits: between two looks at it, for another thread, and for the time of
 * the next sign of life. Tests replace it, so that no time passes and nothing happens by chance.
 */
@FunctionalInterface
public interface Pause {
  /** Waits this long. */
  void pause(Duration time) throws InterruptedException;

  /** Waits between two looks at a claim that another holds: 50 to 150 ms. */
  default void betweenLooks(SecureRandom random) throws InterruptedException {
    pause(Duration.ofMillis(50L + random.nextInt(101)));
  }

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
