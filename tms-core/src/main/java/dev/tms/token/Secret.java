package dev.tms.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A text that must not be seen: a token, a client secret, a passphrase. Prints as {@code
 * Secret[redacted]}; the only way to the text is {@link #reveal()}. Immutable.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * A secret with this text.
   *
   * @throws IllegalArgumentException if the text is empty
   */
  public static Secret of(String value) {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a secret must not be empty");
    }
    return new Secret(value);
  }

  /** A secret with this text, or null where there is none or it is empty. */
  public static @Nullable Secret ofNullable(@Nullable String value) {
    return value == null || value.isEmpty() ? null : new Secret(value);
  }

  /** The text itself. Every call is a place that a review looks at. */
  public String reveal() {
    return value;
  }

  /** Number of characters. */
  public int length() {
    return value.length();
  }

  /** Equal texts, compared in time that does not depend on where they differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
