package dev.tms.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A key-value store whose entries have a time to live and a version. Entries cannot be enumerated.
 * Thread-safe. Every implementation must pass {@code dev.tms.contract.ExpiringStoreContract} from
 * the test jar; {@code docs/stores.md} describes the properties of each one, and what it may lose.
 *
 * <p><b>Order.</b> Operations on one key are linearizable: each takes effect at one instant between
 * call and return, on one primary, and all callers on all nodes observe the same order. Of
 * concurrent calls to {@link #putIfAbsent}, to {@link #replace} or {@link #remove} with the same
 * version, and to {@link #take}, at most one succeeds. There is no ordering and no transaction
 * across keys.
 *
 * <p><b>Failure.</b> An operation ends within the store's timeout. If a write throws {@link
 * StoreUnavailableException}, its outcome is unknown: it may have taken effect, may have had no
 * effect, or may still take effect later, even after a newer operation. A caller that needs
 * certainty writes a unique owner id into the value and reads it back. A late {@link #replace} is
 * harmless because its version no longer matches; a late {@link #put} overwrites the entry. Keys
 * with concurrent writers are therefore written by {@link #putIfAbsent} and {@link #replace} only.
 * No implementation repeats a write whose outcome is unknown.
 *
 * <p><b>Time.</b> An entry exists until its time to live has elapsed since the write; from that
 * instant on it is absent. A shared store measures time by a single clock of its own, never by a
 * node's. Implementations may round up to milliseconds and may cap the time to live at {@link
 * #MAX_TIME_TO_LIVE}. An entry written with a zero or negative time to live expires at once, but
 * the write still replaces the previous entry.
 *
 * <p><b>Bounds.</b> Keys are 1 to {@value #MAX_KEY_LENGTH} printable ASCII characters without
 * spaces, and are case-sensitive. Values are 0 to {@value #MAX_VALUE_BYTES} bytes, copied when
 * written. Every operation rejects anything else with an {@link IllegalArgumentException} and has
 * no effect.
 *
 * <p><b>Versions</b> are positive. No two writes of a key have the same version, even if the entry
 * was removed, expired or lost in between.
 */
public interface ExpiringStore extends AutoCloseable {
  /** Maximum length of a key: 200 characters. */
  int MAX_KEY_LENGTH = 200;

  /** Maximum size of a value: 64 KiB. */
  int MAX_VALUE_BYTES = 65_536;

  /** Longest time to live that is never cut: 365,000 days. */
  Duration MAX_TIME_TO_LIVE = Duration.ofDays(365_000);

  /**
   * Returns the entry, unless it has expired: the latest write completed before this call, or a
   * later one.
   *
   * @throws StoreUnavailableException if the store does not answer in time
   */
  Optional<Entry> get(String key);

  /**
   * Writes an entry unconditionally and returns its version.
   *
   * @throws StoreUnavailableException if the store does not answer in time; the outcome is unknown
   */
  long put(String key, byte[] value, Duration timeToLive);

  /**
   * Writes an entry if none exists or the existing one has expired. Returns its version, or empty
   * if an entry exists.
   *
   * @throws StoreUnavailableException if the store does not answer in time; the outcome is unknown
   */
  OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive);

  /**
   * Replaces an entry that has this version and restarts its time to live. Returns the new version,
   * or empty if the entry has another version, has expired or is absent.
   *
   * @throws StoreUnavailableException if the store does not answer in time; the outcome is unknown
   */
  OptionalLong replace(String key, long version, byte[] value, Duration timeToLive);

  /**
   * Removes an entry that has this version. Returns false if it has another version, has expired or
   * is absent.
   *
   * @throws StoreUnavailableException if the store does not answer in time; the outcome is unknown
   */
  boolean remove(String key, long version);

  /**
   * Removes an entry and returns it. Only one of several concurrent callers gets it.
   *
   * @throws StoreUnavailableException if the store does not answer in time; the outcome is unknown,
   *     and if the entry was removed, no caller gets it
   */
  Optional<Entry> take(String key);

  /**
   * Returns the server settings that can make it lose unexpired entries, one sentence each for
   * operators, without secrets. Queries the server, so use it for diagnostics rather than at every
   * start. By default empty.
   *
   * @throws StoreUnavailableException if the server does not answer in time, or does not disclose
   *     them
   */
  default List<String> weaknesses() {
    return List.of();
  }

  /**
   * Releases this node's resources, such as threads and connections. Shared entries remain. Later
   * calls find nothing or throw {@link StoreUnavailableException}.
   */
  @Override
  void close();

  /**
   * A value with its version.
   *
   * @param value the bytes as written; must not be modified
   * @param version different for every write of the same key
   */
  record Entry(byte[] value, long version) {
    /** Omits the value, which may be secret. */
    @Override
    public String toString() {
      return "Entry[version=" + version + "]";
    }
  }

  /**
   * Returns the key.
   *
   * @throws IllegalArgumentException if it is empty or too long, or contains a space or a character
   *     that is not printable ASCII
   */
  static String checkedKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a key has 1 to " + MAX_KEY_LENGTH + " characters, got " + key.length());
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
        throw new IllegalArgumentException(
            "a key is printable ASCII without spaces, got another character at " + i);
      }
    }
    return key;
  }

  /**
   * Returns the value, not copied.
   *
   * @throws IllegalArgumentException if it is too long
   */
  static byte[] checkedValue(byte[] value) {
    if (value.length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has at most " + MAX_VALUE_BYTES + " bytes, got " + value.length);
    }
    return value;
  }

  /**
   * Converts a time to live to milliseconds, rounded up: 0 if it is not positive, at most {@link
   * #MAX_TIME_TO_LIVE}.
   */
  static long millis(Duration timeToLive) {
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      return 0;
    }
    if (timeToLive.compareTo(MAX_TIME_TO_LIVE) >= 0) {
      return MAX_TIME_TO_LIVE.toMillis();
    }
    return timeToLive.plusNanos(999_999).toMillis();
  }

  /**
   * Generates a unique version: 63 random bits, not 0. A counter in the store could repeat versions
   * after a failover that lost the latest writes, and a stale writer would succeed.
   */
  static long newVersion(SecureRandom random) {
    long version = random.nextLong() & Long.MAX_VALUE;
    return version == 0 ? newVersion(random) : version;
  }
}
