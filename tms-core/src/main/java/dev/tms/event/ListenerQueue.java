package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps events for a listener that may take its time: it gets them one after the other, in their
 * order, on a thread of the executor. Where it cannot keep up, events are lost, and the log says
 * how many. Thread-safe; the caller never waits.
 */
final class ListenerQueue implements TmsListener {
  /** How many events wait for a listener at most. */
  static final int MOST = 10_000;

  private static final Logger log = System.getLogger(ListenerQueue.class.getName());

  private final TmsListener listener;
  private final Executor executor;
  private final Queue<TmsEvent> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean();

  /** A queue before this listener; one thread of the executor at a time is used, while it works. */
  ListenerQueue(TmsListener listener, Executor executor) {
    this.listener = listener;
    this.executor = executor;
  }

  @Override
  public void on(TmsEvent event) {
    if (size.incrementAndGet() > MOST) {
      size.decrementAndGet();
      if (lost.getAndIncrement() == 0) {
        log.log(
            Level.WARNING,
            "listener {0} is too slow: events are lost",
            listener.getClass().getName());
      }
      return;
    }
    waiting.add(event);
    start();
  }

  private void start() {
    if (!running.compareAndSet(false, true)) {
      return;
    }
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException e) {
      running.set(false); // busy or shutting down: the next event tries again
    }
  }

  private void run() {
    try {
      TmsEvent next = waiting.poll();
      while (next != null) {
        size.decrementAndGet();
        Events.tell(listener, next);
        next = waiting.poll();
      }
      int gone = lost.getAndSet(0);
      if (gone > 0) {
        log.log(
            Level.WARNING,
            "listener {0} has caught up: {1} events were lost",
            listener.getClass().getName(),
            Integer.toString(gone));
      }
    } finally {
      running.set(false);
    }
    // one that came between the last look and the line above found it running
    if (!waiting.isEmpty()) {
      start();
    }
  }
}
