package dev.tms.demo.server;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for what a service does apart from requests: daemons, made as they are needed, gone after
 * a minute without work. What a request has set going is logged under its id. Thread-safe.
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

  /** Takes no more work; what is under way runs on. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
