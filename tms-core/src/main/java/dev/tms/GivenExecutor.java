package dev.tms;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An executor of the application's, which may be bounded or stopped: that it takes no work is a
 * line of the log, once a minute. Thread-safe.
 */
final class GivenExecutor implements Executor {
  private static final Logger log = System.getLogger(Tms.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Executor executor;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);

  GivenExecutor(Executor executor, InstantSource clock) {
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Hands the work on.
   *
   * @throws RejectedExecutionException if the executor does not take it
   */
  @Override
  public void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      say();
      throw e;
    }
  }

  private void say() {
    Instant now = clock.instant();
    Instant due = nextLine.get();
    if (!now.isBefore(due) && nextLine.compareAndSet(due, now.plus(PERIOD))) {
      log.log(
          Level.WARNING,
          "the executor given to TmsBuilder.executor takes no work: until it does, access tokens"
              + " are not refreshed (503), refresh tokens not revoked and listeners not told. Give"
              + " it more threads or a longer queue, or leave it out");
    }
  }
}
