package dev.tms.demo.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Daemon threads for background work, which end after an idle minute. Work is logged under the ID
 * of the request that caused it. Thread-safe.
 */
public final class BackgroundThreads implements Executor, AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tms-background-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public void execute(Runnable work) {
    threads.execute(RequestIds.carried(work));
  }

  /** Accepts no more work; running work continues. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
