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
 * An {@link ExpiringStore} in this process's memory; its guarantees hold on this node only. Beyond
 * its capacity it drops the entries closest to expiry. It has no threads: each write removes up to
 * 1,000 expired entries. Thread-safe.
 */
public final class InMemoryStore implements ExpiringStore {
  /** Default capacity: 1,000,000 entries. */
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

  /** Creates a store with the default capacity. */
  public InMemoryStore(InstantSource clock) {
    this(clock, DEFAULT_CAPACITY);
  }

  /**
   * Creates a store with the given maximum number of entries.
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

  /** Returns the number of entries, including expired ones not yet removed. */
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
    // bounded, so that a million simultaneous expiries do not delay one write
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
    // in seconds: Duration.between overflows a long of nanoseconds
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
