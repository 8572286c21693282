package dev.tms;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Reports every call to a store, and its duration, to a listener. Thread-safe. */
final class ObservedStore implements ExpiringStore {
  private final ExpiringStore store;
  private final TmsListener events;
  private final LongSupplier nanoTime;

  public ObservedStore(ExpiringStore store, TmsListener events, LongSupplier nanoTime) {
    this.store = store;
    this.events = events;
    this.nanoTime = nanoTime;
  }

  /** Returns the store, observed if there is a listener besides the log. */
  public static ExpiringStore of(ExpiringStore store, Events events, LongSupplier nanoTime) {
    return events.hasListeners() ? new ObservedStore(store, events, nanoTime) : store;
  }

  @Override
  public Optional<Entry> get(String key) {
    return observed("get", () -> store.get(key));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return observed("put", () -> store.put(key, value, timeToLive));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return observed("put_if_absent", () -> store.putIfAbsent(key, value, timeToLive));
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return observed("replace", () -> store.replace(key, version, value, timeToLive));
  }

  @Override
  public boolean remove(String key, long version) {
    return observed("remove", () -> store.remove(key, version));
  }

  @Override
  public Optional<Entry> take(String key) {
    return observed("take", () -> store.take(key));
  }

  @Override
  public List<String> weaknesses() {
    return store.weaknesses();
  }

  @Override
  public void close() {
    store.close();
  }

  private <T> T observed(String operation, Supplier<T> call) {
    long begin = nanoTime.getAsLong();
    boolean answered = false;
    try {
      T result = call.get();
      answered = true;
      return result;
    } finally {
      Duration took = Duration.ofNanos(nanoTime.getAsLong() - begin);
      events.on(new TmsEvent.StoreCalled(operation, answered, took));
    }
  }
}
