package dev.tms.testkit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Requests that wait at the provider until they are let go. Thread-safe. */
public final class Hold implements AutoCloseable {
  private final CountDownLatch released = new CountDownLatch(1);
  private int arrived; // guarded by this

  Hold() {}

  /** Lets go of all that wait, and of all to come. */
  public void release() {
    released.countDown();
  }

  /** The same as {@link #release()}. */
  @Override
  public void close() {
    release();
  }

  /** How many have arrived so far. */
  public synchronized int arrived() {
    return arrived;
  }

  /**
   * Waits until so many have arrived.
   *
   * @throws IllegalStateException if they have not within ten seconds
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
