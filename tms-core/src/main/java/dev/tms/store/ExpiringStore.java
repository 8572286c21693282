package dev.tms.store;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Small values under keys, each with a time to live and a version. There is no enumeration.
 * Thread-safe. {@code dev.tms.contract.ExpiringStoreContract}, in the test jar, is what every
 * implementation has to pass; {@code docs/stores.md} says what each one adds and what it may lose.
 *
 * <p><b>Order.</b> The operations on one key are linearizable: each takes effect at one instant
 * between its call and its return, on one primary, and all callers on all nodes see one order. Of
 * many callers of {@link #putIfAbsent}, of {@link #replace} or {@link #remove} with the same
 * version, and of {@link #take}, at most one succeeds. Between keys there is no order and no
 * transaction.
 *
 * <p><b>Failure.</b> An operation ends within the time-out of its store. {@link
 * StoreUnavailableException} from a write means that its outcome is unknown: it may have happened,
 * not happened, or may still happen a little later, after a newer operation even. Anyone who must
 * know writes something of its own into the value (an owner id) and reads it back. A {@link
 * #replace} that comes late is harmless, as its version no longer fits; a {@link #put} that comes
 * late overwrites what is there, so keys that several write at once are written by {@link
 * #putIfAbsent} and {@link #replace} only. No implementation repeats a write whose outcome it does
 * not know.
 *
 * <p><b>Time.</b> An entry is there until its time to live has passed since the write, measured by
 * one clock for all nodes where the store is shared: the store's own, never a node's. It is gone
 * from that instant on, as if it had never been. Implementations may measure in milliseconds,
 * rounded up; more than {@link #MAX_TIME_TO_LIVE} may be cut to that. What is written with a time
 * to live that is not positive is gone at once, but counts as a write: it takes the place of what
 * was there.
 *
 * <p><b>Bounds.</b> Keys are 1 to {@value #MAX_KEY_LENGTH} printable ASCII characters other than
 * the space, and differ where their case differs. Values are any 0 to {@value #MAX_VALUE_BYTES}
 * bytes, copied when written. Anything else is refused with an {@link IllegalArgumentException} by
 * all operations, and nothing is done.
 *
 * <p><b>Versions</b> are positive. No two writes of one key have the same version, also where the
 * entry was removed, has expired, or was lost in between.
 */
public interface ExpiringStore extends AutoCloseable {
  /** The longest key: 200 characters. */
  int MAX_KEY_LENGTH = 200;

  /** The longest value: 64 KiB. */
  int MAX_VALUE_BYTES = 65_536;

  /** The longest time to live that is kept whole: 365,000 days. */
  Duration MAX_TIME_TO_LIVE = Duration.ofDays(365_000);

  /**
   * The entry under a key, unless it has expired: the latest write that was complete when this was
   * called, or a later one.
   *
   * @throws StoreUnavailableException if the store gave no answer in time
   */
  Optional<Entry> get(String key);

  /**
   * Writes an entry, whatever was there, and returns its version.
   *
   * @throws StoreUnavailableException if the store gave no answer in time: the outcome is unknown
   */
  long put(String key, byte[] value, Duration timeToLive);

  /**
   * Writes an entry where there is none, or one that has expired, and returns its version; empty,
   * and nothing done, where there is one. Of many callers at once, one writes.
   *
   * @throws StoreUnavailableException if the store gave no answer in time: the outcome is unknown
   */
  OptionalLong putIfAbsent(String key, byte[] value, Duration timeToLive);

  /**
   * Replaces an entry that still has this version, and returns the new version; empty, and nothing
   * done, where it has another, has expired or is gone. Of many callers with one version, one
   * writes. The time to live begins anew.
   *
   * @throws StoreUnavailableException if the store gave no answer in time: the outcome is unknown
   */
  OptionalLong replace(String key, long version, byte[] value, Duration timeToLive);

  /**
   * Removes an entry that still has this version; false, and nothing done, where it has another,
   * has expired or is gone.
   *
   * @throws StoreUnavailableException if the store gave no answer in time: the outcome is unknown
   */
  boolean remove(String key, long version);

  /**
   * Removes an entry and returns it: of many callers, one gets it.
   *
   * @throws StoreUnavailableException if the store gave no answer in time: the outcome is unknown,
   *     and where the entry was removed, no one gets it
   */
  Optional<Entry> take(String key);

  /**
   * Which settings of the server let it lose entries that have not expired, one sentence each for
   * operators, without anything secret. Asks the server; for a diagnosis, not for each start.
   * Default: none is known.
   *
   * @throws StoreUnavailableException if the server gave no answer in time, or does not say
   */
  default List<String> weaknesses() {
    return List.of();
  }

  /**
   * Releases what the store holds on this node: threads, connections. Shared entries stay. What is
   * called afterwards finds nothing or fails with {@link StoreUnavailableException}.
   */
  @Override
  void close();

  /**
   * A value with its version.
   *
   * @param value the bytes as they were written; do not change them
   * @param version differs for every write of the same key
   */
  record Entry(byte[] value, long version) {
    /** The version alone. */
    @Override
    public String toString() {
      return "Entry[version=" + version + "]";
    }
  }

  /**
   * The key as it is.
   *
   * @throws IllegalArgumentException if it is empty, too long, or has a character that is not
   *     printable ASCII, or a space
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
   * The value as it is, not copied.
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
   * A time to live in whole milliseconds: rounded up, 0 where it is not positive, at most {@link
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
   * A version that no other write has: 63 random bits, not 0. A counter in the store would repeat
   * versions after a fail-over that forgot the latest writes, and a writer that read before it
   * would then win where it must lose.
   */
  static long newVersion(SecureRandom random) {
    long version = random.nextLong() & Long.MAX_VALUE;
    return version == 0 ? newVersion(random) : version;
  }
}
