package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Hands events to the log and to listeners, whose exceptions are logged and go no further.
 * Thread-safe.
 */
public final class Events implements TmsListener {
  private static final Logger log = System.getLogger(Events.class.getName());

  private final TmsListener forPeople;
  private final List<TmsListener> listeners;

  /** Events that quick listeners get on the thread where they happen, others from a queue. */
  public Events(
      List<TmsListener> quick, List<TmsListener> others, Executor executor, InstantSource clock) {
    this.forPeople = new EventLog(clock);
    this.listeners =
        Stream.concat(
                quick.stream(),
                others.stream().map(listener -> new ListenerQueue(listener, executor)))
            .toList();
  }

  /** Whether anything but the log hears of events. */
  public boolean hasListeners() {
    return !listeners.isEmpty();
  }

  @Override
  public void on(TmsEvent event) {
    forPeople.on(event);
    for (TmsListener listener : listeners) {
      tell(listener, event);
    }
  }

  static void tell(TmsListener listener, TmsEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      // its message may quote anything: the type has to do
      log.log(
          Level.WARNING,
          "listener {0} failed: {1}",
          listener.getClass().getName(),
          e.getClass().getName());
    }
  }
}
