package dev.tms.demo.store;

import dev.tms.store.Entry;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A store that closes its connections after itself. Thread-safe. */
final class PooledStore implements ExpiringStore {
  private final ExpiringStore store;
  private final AutoCloseable pool;

  PooledStore(ExpiringStore store, AutoCloseable pool) {
    this.store = store;
    this.pool = pool;
  }

  @Override
  public Optional<Entry> get(String key) {
    return store.get(key);
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return store.put(key, value, timeToLive);
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return store.putIfAbsent(key, value, timeToLive);
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return store.replace(key, version, value, timeToLive);
  }

  @Override
  public boolean remove(String key, long version) {
    return store.remove(key, version);
  }

  @Override
  public Optional<Entry> take(String key) {
    return store.take(key);
  }

  @Override
  public List<String> weaknesses() {
    return store.weaknesses();
  }

  @Override
  public void close() {
    store.close();
    try {
      pool.close();
    } catch (Exception e) {
      throw new IllegalStateException("the store's connections do not close", e);
    }
  }
}
