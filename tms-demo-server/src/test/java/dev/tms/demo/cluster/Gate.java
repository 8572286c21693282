package dev.tms.demo.cluster;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Stops one write on a {@link Wire} until it is decided what becomes of it. Thread-safe. */
final class Gate {
  private final AtomicInteger before;
  private final boolean after;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch decided = new CountDownLatch(1);
  private volatile boolean drops;

  /**
   * A gate at a write.
   *
   * @param number counted from 1
   * @param after whether its answer is held, not the write itself
   */
  Gate(int number, boolean after) {
    this.before = new AtomicInteger(number);
    this.after = after;
  }

  boolean isAfter() {
    return after;
  }

  /** Whether the write that comes now is the one. */
  boolean isDue() {
    return before.decrementAndGet() == 0;
  }

  /** Waits for the decision; false where the connection is to end. */
  boolean pass() {
    reached.countDown();
    try {
      decided.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    return !drops;
  }

  /** Waits until the write is held. */
  void awaitReached() {
    try {
      if (!reached.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("the write that was waited for did not come");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Lets it go on. */
  void release() {
    decided.countDown();
  }

  /** Ends its connection instead. */
  void drop() {
    drops = true;
    decided.countDown();
  }
}
