package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.store.StoreUnavailableException;

/**
 * Work that an attempt does three times per lease, in the background, until closed. Thread-safe.
 */
final class Heartbeat implements AutoCloseable {
  private final RefreshEngine engine;
  private final Runnable work;
  private volatile boolean closed;

  Heartbeat(RefreshEngine engine, Runnable work) {
    this.engine = engine;
    this.work = work;
    later();
  }

  private void later() {
    engine.waiting.later(engine.policy.lease().dividedBy(3), engine.executor, this::beat);
  }

  private void beat() {
    if (closed) {
      return;
    }
    try {
      work.run();
    } catch (StoreUnavailableException e) {
      engine.events.on(new TmsEvent.StoreFailed("heartbeat"));
    }
    later();
  }

  @Override
  public void close() {
    closed = true;
  }
}
