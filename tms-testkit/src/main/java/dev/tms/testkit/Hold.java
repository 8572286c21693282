package dev.tms.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds requests at the provider until their release. Thread-safe. */
public final class Hold implements AutoCloseable {
  private final CountDownLatch released = new CountDownLatch(1);
  private int arrived; // guarded by this

  Hold() {}

  /** Releases all waiting and future requests. */
  public void release() {
    released.countDown();
  }

  /** Equivalent to {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  /** Returns the number of requests that have arrived. */
  public synchronized int arrived() {
    return arrived;
  }

  /**
   * Waits until this many requests have arrived.
   *
   * @throws IllegalStateException if that takes more than ten seconds
   */
  public synchronized void awaitArrived(int count) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    try {
      while (arrived < count) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          throw new IllegalStateException("expected " + count + " requests, got " + arrived);
        }
        wait(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  void pass() {
    synchronized (this) {
      arrived++;
      notifyAll();
    }
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
