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
 * The threads of a service: either its own daemon threads, created on demand and stopped after an
 * idle minute, or the application's executor. If that rejects work, the log says so once a minute
 * until the service is closed. Thread-safe.
 */
final class Workers implements Executor, AutoCloseable {
  private static final Logger log = System.getLogger(Tms.class.getName());
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final @Nullable ExecutorService own;
  private final Executor threads;
  private final InstantSource clock;
  private final AtomicReference<Instant> nextLine = new AtomicReference<>(Instant.MIN);
  private volatile boolean isClosed;

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

  /** Finishes work in progress on its own threads; leaves the application's executor alone. */
  @Override
  public void close() {
    isClosed = true;
    if (own != null) {
      own.shutdown();
    }
  }
}
