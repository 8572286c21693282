package dev.tms.login;

import dev.tms.store.Entry;
import dev.tms.store.ExpiringStore;
import dev.tms.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** A store that cannot be reached. */
final class BrokenStore implements ExpiringStore {
  private static StoreUnavailableException down() {
    return new StoreUnavailableException("down");
  }

  @Override
  public Optional<Entry> get(String key) {
    throw down();
  }

  @Override
  public long put(String key, byte[] value, Duration timeToLive) {
    throw down();
  }

  @Override
  public OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive) {
    throw down();
  }

  @Override
  public OptionalLong replace(String key, long version, byte[] value, Duration timeToLive) {
    throw down();
  }

  @Override
  public boolean remove(String key, long version) {
    throw down();
  }

  @Override
  public Optional<Entry> take(String key) {
    throw down();
  }

  @Override
  public void close() {}
}
