package dev.tms.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A text that must not be seen: a token, a client secret, a passphrase. Prints as {@code
 * Secret[redacted]}; the only way to the text is {@link #reveal()}. Immutable.
 */
public final class Secret {
  private final Supplier<String> source;

  /** Null until it is asked for. Threads may make it at the same time: it is the same text. */
  private @Nullable String text;

  private Secret(Supplier<String> source) {
    this.source = source;
  }

  private Secret(String text) {
    this(() -> text);
    this.text = text;
  }

  /** A secret whose text, never empty and always the same, is made when it is asked for. */
  static Secret later(Supplier<String> text) {
    return new Secret(text);
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
    String made = text;
    if (made == null) {
      made = source.get();
      text = made;
    }
    return made;
  }

  /** Number of characters. */
  public int length() {
    return reveal().length();
  }

  /** Equal texts, compared in time that does not depend on where they differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            reveal().getBytes(StandardCharsets.UTF_8),
            secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return reveal().hashCode();
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
