package dev.tms.oauth;

import dev.tms.token.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a confidential client shares with its provider (RFC 6749 section 2.3.1).
 * Immutable; prints as {@code ClientSecret[redacted]}.
 */
public final class ClientSecret {
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final Secret value;

  private ClientSecret(Secret value) {
    this.value = value;
  }

  /**
   * A secret with this text.
   *
   * @throws IllegalArgumentException if the text is empty
   */
  public static ClientSecret of(String value) {
    Objects.requireNonNull(value, "value");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a client secret must not be empty");
    }
    return new ClientSecret(Secret.of(value));
  }

  /**
   * The secret in a file, in UTF-8, as secret managers mount it; one line break at its end is not
   * part of it.
   *
   * @throws IllegalArgumentException if the file cannot be read, is empty or larger than 64 KiB
   */
  public static ClientSecret fromFile(Path file) {
    String text;
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new IllegalArgumentException("too large for a client secret: " + file);
      }
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot read the client secret from " + file, e);
    }
    if (text.endsWith("\n")) {
      text = text.substring(0, text.length() - (text.endsWith("\r\n") ? 2 : 1));
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the file of the client secret is empty: " + file);
    }
    return new ClientSecret(Secret.of(text));
  }

  Secret value() {
    return value;
  }

  /** Equal texts, compared in time that does not depend on where they differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientSecret secret && value.equals(secret.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
