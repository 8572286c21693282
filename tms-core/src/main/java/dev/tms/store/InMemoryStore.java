package dev.tms.store;

import dev.tms.store.ExpiringStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An {@link ExpiringStore} in the memory of this process: what it guarantees holds on this node
 * only, and it is gone when the process ends. Bounded: beyond its capacity the entries that would
 * expire first are dropped. Without threads of its own: what has expired is removed by later
 * writes, up to 1,000 by each. Thread-safe.
 */
public final class InMemoryStore implements ExpiringStore {
  /** Default number of entries: 1,000,000. */
  public static final int DEFAULT_CAPACITY = 1_000_000;

  private static final int MOST_DROPPED = 1_000;

  private static final Comparator<Held> BY_EXPIRY =
      Comparator.comparing(Held::expires).thenComparingLong(Held::version);

  private final InstantSource clock;
  private final int capacity;
  private final Object lock = new Object(); // guards entries, byExpiry, lastVersion
  private final Map<String, Held> entries = new HashMap<>();
  private final TreeSet<Held> byExpiry = new TreeSet<>(BY_EXPIRY);
  private long lastVersion;

  /** A store of the default capacity. */
  public InMemoryStore(InstantSource clock) {
    this(clock, DEFAULT_CAPACITY);
  }

  /**
   * A store of at most {@code capacity} entries.
   *
   * @throws IllegalArgumentException if the capacity is not positive
   */
  public InMemoryStore(InstantSource clock, int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity must be positive, got " + capacity);
    }
    this.clock = clock;
    this.capacity = capacity;
  }

  @Override
  public Optional<Entry> get(String key) {
    ExpiringStore.checkedKey(key);
    synchronized (lock) {
      return Optional.ofNullable(live(key)).map(Held::entry);
    }
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    ExpiringStore.checkedKey(key);
    ExpiringStore.checkedValue(value);
    synchronized (lock) {
      return write(key, value, timeToLive);
    }
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    ExpiringStore.checkedKey(key);
    ExpiringStore.checkedValue(value);
    synchronized (lock) {
      return live(key) == null
          ? OptionalLong.of(write(key, value, timeToLive))
          : OptionalLong.empty();
    }
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    ExpiringStore.checkedKey(key);
    ExpiringStore.checkedValue(value);
    synchronized (lock) {
      Held held = live(key);
      return held != null && held.version == version
          ? OptionalLong.of(write(key, value, timeToLive))
          : OptionalLong.empty();
    }
  }

  @Override
  public boolean remove(String key, long version) {
    ExpiringStore.checkedKey(key);
    synchronized (lock) {
      Held held = live(key);
      if (held == null || held.version != version) {
        return false;
      }
      drop(held);
      return true;
    }
  }

  @Override
  public Optional<Entry> take(String key) {
    ExpiringStore.checkedKey(key);
    synchronized (lock) {
      Held held = live(key);
      if (held == null) {
        return Optional.empty();
      }
      drop(held);
      return Optional.of(held.entry());
    }
  }

  /** Number of entries held, expired ones that no write has removed yet included. */
  public int size() {
    synchronized (lock) {
      return entries.size();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      entries.clear();
      byExpiry.clear();
    }
  }

  private @Nullable Held live(String key) {
    Held held = entries.get(key);
    return held != null && clock.instant().isBefore(held.expires) ? held : null;
  }

  private long write(String key, byte[] value, Duration timeToLive) {
    Instant now = clock.instant();
    Held before = entries.get(key);
    if (before != null) {
      drop(before);
    }
    // a few at a time: a million that expired together must not hold up one write
    for (int i = 0; i < MOST_DROPPED && !byExpiry.isEmpty(); i++) {
      Held first = byExpiry.first();
      if (now.isBefore(first.expires) && entries.size() < capacity) {
        break;
      }
      drop(first);
    }
    Held held = new Held(key, value.clone(), ++lastVersion, expiry(now, timeToLive));
    entries.put(key, held);
    byExpiry.add(held);
    return held.version;
  }

  private static Instant expiry(Instant now, Duration timeToLive) {
    // by seconds: Duration.between would throw and catch, as so many nanoseconds fit no long
    return timeToLive.toSeconds() < Instant.MAX.getEpochSecond() - now.getEpochSecond()
        ? now.plus(timeToLive)
        : Instant.MAX;
  }

  private void drop(Held held) {
    entries.remove(held.key);
    byExpiry.remove(held);
  }

  private record Held(String key, byte[] value, long version, Instant expires) {
    Entry entry() {
      return new Entry(value, version);
    }
  }
}
