package dev.tms.refresh;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.store.StoreUnavailableException;
import java.util.function.Consumer;

/** Work that is done again and again in the background, until closed. Thread-safe. */
final class Heartbeat implements AutoCloseable {
  private final Runnable work;
  private final Consumer<Runnable> later;
  private final TmsListener events;
  private volatile boolean closed;

  private Heartbeat(Runnable work, Consumer<Runnable> later, TmsListener events) {
    this.work = work;
    this.later = later;
    this.events = events;
  }

  /** Does the work from now on, each time as late as {@code later} has it done. */
  static Heartbeat start(Runnable work, Consumer<Runnable> later, TmsListener events) {
    Heartbeat heartbeat = new Heartbeat(work, later, events);
    later.accept(heartbeat::beat);
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
    later.accept(this::beat);
  }

  @Override
  public void close() {
    closed = true;
  }
}
