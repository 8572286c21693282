package dev.tms;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a service: daemons, made as they are needed, gone after a minute without work.
 * Thread-safe.
 */
final class Workers implements Executor, AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "tms-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  @Override
  public void execute(Runnable work) {
    threads.execute(work);
  }

  /**
   * Takes no more work; what is under way runs on, so that a token that was redeemed is not lost.
   */
  @Override
  public void close() {
    threads.shutdown();
  }
}
