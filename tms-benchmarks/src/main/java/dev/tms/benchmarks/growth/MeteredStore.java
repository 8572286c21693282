package dev.tms.benchmarks.growth;

import dev.tms.store.ExpiringStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is asked of a store, and what is kept there. */
final class MeteredStore implements ExpiringStore {
  final LongAdder reads = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder bytes = new LongAdder();

  private final ExpiringStore store;
  private final InstantSource clock;
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  MeteredStore(ExpiringStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** An entry as it was written last. */
  record Kept(byte[] value, Instant expires) {}

  /** The entries that have not expired, by their keys. */
  Map<String, Kept> kept() {
    kept.values().removeIf(entry -> !clock.instant().isBefore(entry.expires));
    return Map.copyOf(kept);
  }

  /** Begins to count anew. */
  void reset() {
    reads.reset();
    writes.reset();
    bytes.reset();
  }

  private void wrote(String key, byte[] value, Duration timeToLive, boolean isDone) {
    writes.increment();
    bytes.add(key.length() + value.length);
    if (isDone) {
      kept.put(key, new Kept(value, clock.instant().plus(timeToLive)));
    }
  }

  private Optional<Entry> read(String key, Optional<Entry> found) {
    bytes.add(key.length() + found.map(entry -> entry.value().length).orElse(0));
    return found;
  }

  @Override
  public Optional<Entry> get(String key) {
    reads.increment();
    return read(key, store.get(key));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    long version = store.put(key, value, timeToLive);
    wrote(key, value, timeToLive, true);
    return version;
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    OptionalLong version = store.putIfAbsent(key, value, timeToLive);
    wrote(key, value, timeToLive, version.isPresent());
    return version;
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    OptionalLong next = store.replace(key, version, value, timeToLive);
    wrote(key, value, timeToLive, next.isPresent());
    return next;
  }

  @Override
  public boolean remove(String key, long version) {
    writes.increment();
    boolean isDone = store.remove(key, version);
    if (isDone) {
      kept.remove(key);
    }
    return isDone;
  }

  @Override
  public Optional<Entry> take(String key) {
    writes.increment();
    kept.remove(key);
    return read(key, store.take(key));
  }

  @Override
  public void close() {
    store.close();
  }
}
