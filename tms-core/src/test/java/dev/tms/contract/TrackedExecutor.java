package dev.tms.contract;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Threads of a service whose background work a test can wait for, instead of sleeping. */
final class TrackedExecutor implements Executor, AutoCloseable {
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "contract-worker");
            thread.setDaemon(true);
            return thread;
          });
  private int running; // guarded by this

  @Override
  public void execute(Runnable work) {
    synchronized (this) {
      running++;
    }
    threads.execute(
        () -> {
          try {
            work.run();
          } finally {
            done();
          }
        });
  }

  private synchronized void done() {
    running--;
    notifyAll();
  }

  /** Waits until everything that was begun is done. */
  synchronized void settle() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (running > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IllegalStateException("background work does not end: " + running);
      }
      wait(left);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
