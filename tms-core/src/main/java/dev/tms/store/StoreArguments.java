package dev.tms.store;

import java.time.Duration;

/** The bounds of {@link ExpiringStore}, as implementations check them. */
public final class StoreArguments {
  private StoreArguments() {}

  /**
   * The key as it is.
   *
   * @throws IllegalArgumentException if it is empty, too long, or has a character that is not
   *     printable ASCII, or a space
   */
  public static String key(String key) {
    if (key.isEmpty() || key.length() > ExpiringStore.MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "a key has 1 to " + ExpiringStore.MAX_KEY_LENGTH + " characters, got " + key.length());
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
  public static byte[] value(byte[] value) {
    if (value.length > ExpiringStore.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has at most " + ExpiringStore.MAX_VALUE_BYTES + " bytes, got " + value.length);
    }
    return value;
  }

  /**
   * A time to live in whole milliseconds: rounded up, 0 where it is not positive, at most {@link
   * ExpiringStore#MAX_TIME_TO_LIVE}.
   */
  public static long millis(Duration timeToLive) {
    if (timeToLive.isNegative() || timeToLive.isZero()) {
      return 0;
    }
    if (timeToLive.compareTo(ExpiringStore.MAX_TIME_TO_LIVE) >= 0) {
      return ExpiringStore.MAX_TIME_TO_LIVE.toMillis();
    }
    return timeToLive.plusNanos(999_999).toMillis();
  }
}
