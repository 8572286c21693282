package dev.tms;

import dev.tms.event.Events;
import dev.tms.event.ListenerQueue;
import dev.tms.event.TmsListener;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ObservedStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** How listeners are told. */
final class Listening {
  private Listening() {}

  /** Events that quick listeners get at once, and others from a queue. */
  static Events events(
      List<TmsListener> quick, List<TmsListener> others, Executor executor, InstantSource clock) {
    List<TmsListener> all = new ArrayList<>(quick);
    others.forEach(listener -> all.add(new ListenerQueue(listener, executor)));
    return new Events(all, clock);
  }

  /** The store, whose calls are events where a listener wants them. */
  static ExpiringStore observed(
      ExpiringStore store, Events events, List<TmsListener> quick, List<TmsListener> others) {
    return quick.isEmpty() && others.isEmpty()
        ? store
        : new ObservedStore(store, events, System::nanoTime);
  }
}
