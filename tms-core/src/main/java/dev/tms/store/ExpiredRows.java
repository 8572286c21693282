package dev.tms.store;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Deletes rows that have expired: after every hundredth write of this node, in batches, on the
 * store's threads, so that no caller waits for it and nothing runs while no one writes. Each round
 * may delete many times as many rows as were written since the one before: what nodes that are gone
 * left behind goes too. What fails is tried again at the next round. Thread-safe.
 */
final class ExpiredRows {
  private static final int WRITES_PER_ROUND = 100;
  private static final int BATCHES_PER_ROUND = 20;

  private final JdbcCalls calls;
  private final AtomicLong writes = new AtomicLong();
  private final AtomicBoolean running = new AtomicBoolean();

  ExpiredRows(JdbcCalls calls) {
    this.calls = calls;
  }

  /** Counts a write, and begins a round where one is due and none is running. */
  void written(JdbcSql sql) {
    if (writes.getAndIncrement() % WRITES_PER_ROUND == 0 && running.compareAndSet(false, true)) {
      calls.later(
          statements -> {
            int batches = 0;
            while (statements.update(sql.purge) == JdbcSql.BATCH && ++batches < BATCHES_PER_ROUND) {
              // the statement has done it
            }
            return batches;
          },
          () -> running.set(false));
    }
  }
}
