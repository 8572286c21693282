package dev.tms.registration.doctor;

import dev.tms.store.ExpiringStore;
import dev.tms.store.ExpiringStore.Entry;
import dev.tms.store.InMemoryStore;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A store in memory that does what none may do, and stays open. */
final class FaultyStore implements ExpiringStore {
  private final ExpiringStore store = new InMemoryStore(InstantSource.system());
  private boolean isDown;
  private boolean forgets;
  private boolean isGenerous;
  private Supplier<List<String>> weaknesses = List::of;

  FaultyStore down() {
    isDown = true;
    return this;
  }

  FaultyStore forgetting() {
    forgets = true;
    return this;
  }

  FaultyStore generous() {
    isGenerous = true;
    return this;
  }

  FaultyStore weak(Supplier<List<String>> settings) {
    weaknesses = settings;
    return this;
  }

  @Override
  public List<String> weaknesses() {
    return weaknesses.get();
  }

  private ExpiringStore reached() {
    if (isDown) {
      throw new StoreUnavailableException("connection refused");
    }
    return store;
  }

  @Override
  public Optional<Entry> get(String key) {
    return forgets ? Optional.empty() : reached().get(key);
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    return reached().put(key, value, timeToLive);
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    return isGenerous
        ? OptionalLong.of(reached().put(key, value, timeToLive))
        : reached().putIfAbsent(key, value, timeToLive);
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
  public void close() {}
}
