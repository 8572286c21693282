package dev.tms.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Small values under keys, each with a time to live and a version. Operations are atomic and
 * linearizable per key. A write that fails with {@link StoreUnavailableException} has an unknown
 * outcome. There is no enumeration. Thread-safe.
 *
 * <p>Keys are 1 to 200 printable ASCII characters, and differ where their case differs. Values are
 * up to 64 KiB, and copied when written. What is written with a time to live that is not positive
 * is gone at once. {@code dev.tms.contract.ExpiringStoreContract}, in the test jar, is what every
 * implementation has to pass.
 */
public interface ExpiringStore extends AutoCloseable {
  /** The entry under a key, unless it has expired. */
  Optional<Entry> get(String key);

  /** Writes an entry, whatever was there, and returns its version. */
  long put(String key, byte[] value, Duration timeToLive);

  /**
   * Writes an entry where there is none, and returns its version; empty, and nothing done, where
   * there is one.
   */
  OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive);

  /**
   * Replaces an entry that still has this version, and returns the new version; empty, and nothing
   * done, where it has another or is gone.
   */
  OptionalLong replace(String key, long version, byte[] value, Duration timeToLive);

  /**
   * Removes an entry that still has this version; false, and nothing done, where it has another or
   * is gone.
   */
  boolean remove(String key, long version);

  /** Removes an entry and returns it: of many callers, one gets it. */
  Optional<Entry> take(String key);

  /** Releases what the store holds. */
  @Override
  void close();
}
