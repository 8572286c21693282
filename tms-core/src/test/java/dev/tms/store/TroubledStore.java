package dev.tms.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A store that can be down, and in which something else can happen right after a write. */
public final class TroubledStore implements ExpiringStore {
  private final ExpiringStore store;
  private volatile boolean isDown;
  private Runnable afterNextWrite = () -> {};

  /** This store, which works until it is told not to. */
  public TroubledStore(ExpiringStore store) {
    this.store = store;
  }

  /** A store that nobody can reach. */
  public static TroubledStore down(ExpiringStore store) {
    TroubledStore troubled = new TroubledStore(store);
    troubled.goDown();
    return troubled;
  }

  /** From now on nobody can reach it. */
  public void goDown() {
    isDown = true;
  }

  /** Does this once, right after the next write. */
  public void afterNextWrite(Runnable meddling) {
    afterNextWrite = meddling;
  }

  private <T> T reached(Supplier<T> operation) {
    if (isDown) {
      throw new StoreUnavailableException("down");
    }
    return operation.get();
  }

  private <T> T written(Supplier<T> write) {
    T result = reached(write);
    Runnable meddling = afterNextWrite;
    afterNextWrite = () -> {};
    meddling.run();
    return result;
  }

  @Override
  public Optional<Entry> get(String key) {
    return reached(() -> store.get(key));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return written(() -> store.put(key, value, timeToLive));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return written(() -> store.putIfAbsent(key, value, timeToLive));
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return written(() -> store.replace(key, version, value, timeToLive));
  }

  @Override
  public boolean remove(String key, long version) {
    return reached(() -> store.remove(key, version));
  }

  @Override
  public Optional<Entry> take(String key) {
    return reached(() -> store.take(key));
  }

  @Override
  public void close() {
    store.close();
  }
}
