package dev.tms.session;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The shared store, which can forget its latest writes. */
final class ModelStore implements ExpiringStore {
  private final Map<String, Held> entries = new HashMap<>();
  private final Deque<Undo> writes = new ArrayDeque<>();
  private final InstantSource clock;
  private final Mutant mutant;
  private long lastVersion;

  ModelStore(InstantSource clock, Mutant mutant) {
    this.clock = clock;
    this.mutant = mutant;
  }

  private record Held(byte[] value, long version, Instant expires) {}

  private record Undo(String key, Held before) {}

  /** Forgets the latest writes; how many there were. */
  int failOver(int count) {
    int forgotten = 0;
    while (forgotten < count && !writes.isEmpty()) {
      Undo undo = writes.pop();
      if (undo.before == null) {
        entries.remove(undo.key);
      } else {
        entries.put(undo.key, undo.before);
      }
      forgotten++;
    }
    return forgotten;
  }

  @Override
  public Optional<Entry> get(String key) {
    return Optional.ofNullable(live(key)).map(held -> new Entry(held.value, held.version));
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return write(key, new Held(value.clone(), ++lastVersion, clock.instant().plus(timeToLive)));
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return live(key) == null || mutant == Mutant.PUT_IF_ABSENT_OVERWRITES
        ? OptionalLong.of(put(key, value, timeToLive))
        : OptionalLong.empty();
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    Held held = live(key);
    return held != null && (held.version == version || mutant == Mutant.REPLACE_IGNORES_VERSION)
        ? OptionalLong.of(put(key, value, timeToLive))
        : OptionalLong.empty();
  }

  @Override
  public boolean remove(String key, long version) {
    Held held = live(key);
    if (held == null || held.version != version) {
      return false;
    }
    write(key, null);
    return true;
  }

  @Override
  public Optional<Entry> take(String key) {
    Optional<Entry> entry = get(key);
    entry.ifPresent(found -> write(key, null));
    return entry;
  }

  @Override
  public void close() {}

  private Held live(String key) {
    Held held = entries.get(key);
    return held != null && clock.instant().isBefore(held.expires) ? held : null;
  }

  private long write(String key, Held next) {
    Held before = next == null ? entries.remove(key) : entries.put(key, next);
    writes.push(new Undo(key, before));
    return next == null ? 0 : next.version;
  }
}
