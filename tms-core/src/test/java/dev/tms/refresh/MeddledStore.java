package dev.tms.refresh;

import dev.tms.store.Entry;
import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A store in which something else happens right after the next write. */
final class MeddledStore implements ExpiringStore {
  private final ExpiringStore store;
  private Runnable afterNextWrite = () -> {};

  MeddledStore(ExpiringStore store) {
    this.store = store;
  }

  void afterNextWrite(Runnable meddling) {
    afterNextWrite = meddling;
  }

  private <T> T written(T result) {
    Runnable meddling = afterNextWrite;
    afterNextWrite = () -> {};
    meddling.run();
    return result;
  }

  @Override
  public Optional<Entry> get(String key) {
    return store.get(key);
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return written(store.put(key, value, timeToLive));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return written(store.putIfAbsent(key, value, timeToLive));
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return written(store.replace(key, version, value, timeToLive));
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
  public void close() {}
}
