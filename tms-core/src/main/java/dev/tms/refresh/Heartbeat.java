package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Work that is done again and again in the background, until closed. Thread-safe. */
final class Heartbeat implements AutoCloseable {
  private final Executor later;
  private final Runnable work;
  private final TmsListener events;
  private volatile boolean closed;

  private Heartbeat(Executor later, Runnable work, TmsListener events) {
    this.later = later;
    this.work = work;
    this.events = events;
  }

  static Heartbeat start(Duration period, Executor executor, Runnable work, TmsListener events) {
    Executor later =
        CompletableFuture.delayedExecutor(period.toMillis(), TimeUnit.MILLISECONDS, executor);
    Heartbeat heartbeat = new Heartbeat(later, work, events);
    later.execute(heartbeat::beat);
    return heartbeat;
  }

  private void beat() {
    if (closed) {
      return;
    }
    try {
      work.run();
    } catch (StoreUnavailableException e) {
      events.on(new TmsEvent.StoreFailed("heartbeat"));
    }
    later.execute(this::beat);
  }

  @Override
  public void close() {
    closed = true;
  }
}
