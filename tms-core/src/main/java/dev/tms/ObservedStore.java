package dev.tms;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.outbound.Blocking;
import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Reports every call to a store, and its duration, to a listener, and marks the calls that block.
 * Thread-safe.
 */
final class ObservedStore implements ExpiringStore {
  private final ExpiringStore store;
  private final TmsListener events;
  private final LongSupplier nanoTime;
  private final boolean blocks;

  ObservedStore(ExpiringStore store, TmsListener events, LongSupplier nanoTime) {
    this.store = store;
    this.events = events;
    this.nanoTime = nanoTime;
    this.blocks = !(store instanceof InMemoryStore);
  }

  /** Returns the store itself if it is in memory and only the log listens. */
  static ExpiringStore of(ExpiringStore store, Events events, LongSupplier nanoTime) {
    return events.hasListeners() || !(store instanceof InMemoryStore)
        ? new ObservedStore(store, events, nanoTime)
        : store;
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
    if (blocks) {
      Blocking.begin();
    }
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
