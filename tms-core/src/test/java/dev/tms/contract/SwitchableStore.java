package dev.tms.contract;

import dev.tms.store.Entry;
import dev.tms.store.ExpiringStore;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** A store in memory that can be made unreachable. Thread-safe. */
public final class SwitchableStore implements ExpiringStore {
  private final InMemoryStore store;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  private volatile boolean isDamaged;

  /** Reachable at first. */
  public SwitchableStore(InstantSource clock) {
    this.store = new InMemoryStore(clock);
  }

  /** Makes it unreachable. */
  public void down() {
    downAfter(0);
  }

  /** Makes it unreachable after so many further operations. */
  public void downAfter(int operations) {
    left.set(operations);
  }

  /** Makes it reachable again. */
  public void up() {
    left.set(Integer.MAX_VALUE);
  }

  private InMemoryStore reached() {
    if (left.getAndUpdate(n -> n == Integer.MAX_VALUE || n == 0 ? n : n - 1) == 0) {
      throw new StoreUnavailableException("down");
    }
    return store;
  }

  /** Damages every value that is read from now on. */
  public void damage() {
    isDamaged = true;
  }

  /** Number of entries held. */
  public int size() {
    return store.size();
  }

  @Override
  public Optional<Entry> get(String key) {
    Optional<Entry> entry = reached().get(key);
    return isDamaged ? entry.map(e -> new Entry(new byte[e.value().length], e.version())) : entry;
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return reached().put(key, value, timeToLive);
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return reached().putIfAbsent(key, value, timeToLive);
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return reached().replace(key, version, value, timeToLive);
  }

  @Override
  public boolean remove(String key, long version) {
    return reached().remove(key, version);
  }

  @Override
  public Optional<Entry> take(String key) {
    return reached().take(key);
  }

  @Override
  public void close() {
    store.close();
  }
}
