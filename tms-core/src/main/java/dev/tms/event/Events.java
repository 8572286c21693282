package dev.tms.event;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;

/**
 * Hands events to the log and to listeners, whose exceptions are logged and go no further.
 * Thread-safe.
 */
public final class Events implements TmsListener {
  private static final Logger log = System.getLogger(Events.class.getName());

  private final TmsListener forPeople;
  private final List<TmsListener> listeners;

  /** Events for these listeners, in this order, on the thread where they happen. */
  public Events(List<TmsListener> listeners, InstantSource clock) {
    this.forPeople = new EventLog(clock);
    this.listeners = List.copyOf(listeners);
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
