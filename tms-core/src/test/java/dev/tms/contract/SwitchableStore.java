package dev.tms.contract;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The way of one node to a store: it can be cut, what comes back can be damaged, and something else
 * can happen right before or after a write. Thread-safe.
 */
public final class SwitchableStore implements ExpiringStore {
  private static final Runnable NOTHING = () -> {};

  private final ExpiringStore store;
  private final Map<String, byte[]> written = new ConcurrentHashMap<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

  private volatile boolean isDamaged;
  private volatile Runnable beforeNextWrite = NOTHING;
  private volatile Runnable afterNextWrite = NOTHING;

  /** Its own store in memory, reachable at first. */
  public SwitchableStore(InstantSource clock) {
    this(new InMemoryStore(clock));
  }

  /** A way to this store, reachable at first. */
  public SwitchableStore(ExpiringStore store) {
    this.store = store;
  }

  /** Makes it unreachable. Answers itself, to be chained. */
  public SwitchableStore down() {
    return downAfter(0);
  }

  /** Makes it unreachable after so many further operations. */
  public SwitchableStore downAfter(int operations) {
    left.set(operations);
    return this;
  }

  /** Makes it reachable again. */
  public void up() {
    left.set(Integer.MAX_VALUE);
  }

  /** Damages every value that is read from now on. */
  public void damage() {
    isDamaged = true;
  }

  /** Does this once, right before the next write. */
  public void beforeNextWrite(Runnable meddling) {
    beforeNextWrite = meddling;
  }

  /** Does this once, right after the next write. */
  public void afterNextWrite(Runnable meddling) {
    afterNextWrite = meddling;
  }

  /** What was written last under each name, by this way. */
  public Map<String, byte[]> written() {
    return Map.copyOf(written);
  }

  /** Number of entries held, where the store is one in memory. */
  public int size() {
    return ((InMemoryStore) store).size();
  }

  private ExpiringStore reached() {
    if (left.getAndUpdate(n -> n == Integer.MAX_VALUE || n == 0 ? n : n - 1) == 0) {
      throw new StoreUnavailableException("down");
    }
    return store;
  }

  private <T> T write(String key, byte[] value, Supplier<T> operation) {
    Runnable before = beforeNextWrite;
    beforeNextWrite = NOTHING;
    before.run();
    T result = operation.get();
    written.put(key, value);
    Runnable after = afterNextWrite;
    afterNextWrite = NOTHING;
    after.run();
    return result;
  }

  @Override
  public Optional<Entry> get(String key) {
    Optional<Entry> entry = reached().get(key);
    return isDamaged ? entry.map(e -> new Entry(new byte[e.value().length], e.version())) : entry;
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return write(key, value, () -> reached().put(key, value, timeToLive));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return write(key, value, () -> reached().putIfAbsent(key, value, timeToLive));
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    return write(key, value, () -> reached().replace(key, version, value, timeToLive));
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
