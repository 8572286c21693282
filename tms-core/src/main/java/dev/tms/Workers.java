package dev.tms;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a service: daemons of its own, made as they are needed and gone after a minute
 * without work; or an executor of the application's. That one may be bounded or stopped: that it
 * takes no work is a line of the log, once a minute, until the service is closed. Thread-safe.
 */
final class Workers implements Executor, AutoCloseable {
  private static final Logger log = System.getLogger(Tms.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final @Nullable ExecutorService own;
  private final Executor threads;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);
  private volatile boolean isClosed;

  /** With the application's executor, or with threads of its own where there is none. */
  Workers(@Nullable Executor given, InstantSource clock) {
    if (given == null) {
      own = daemons();
      threads = own;
    } else {
      own = null;
      threads = given;
    }
    this.clock = clock;
  }

  private static ExecutorService daemons() {
    AtomicInteger count = new AtomicInteger();
    return Executors.newCachedThreadPool(
        work -> {
          Thread thread = new Thread(work, "tms-" + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * Hands the work to a thread.
   *
   * @throws RejectedExecutionException if the executor does not take it
   */
  @Override
  public void execute(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      if (!isClosed) {
        say();
      }
      throw e;
    }
  }

  private void say() {
    Instant now = clock.instant();
    Instant due = nextLine.get();
    if (!now.isBefore(due) && nextLine.compareAndSet(due, now.plus(PERIOD))) {
      log.log(
          Level.WARNING,
          "the executor given to the builder takes no work: until it does, access tokens are not"
              + " refreshed (503), refresh tokens not revoked and listeners not told. Give it more"
              + " threads or a longer queue, or leave it out");
    }
  }

  /**
   * Threads of its own take no more work; what is under way runs on, so that a token that was
   * redeemed is not lost. The application's executor stays as it is.
   */
  @Override
  public void close() {
    isClosed = true;
    if (own != null) {
      own.shutdown();
    }
  }
}
