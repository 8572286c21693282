package dev.tms.token;

import dev.tms.problem.Checked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret text: a token, a client secret, a passphrase. Prints as {@code Secret[redacted]}; only
 * {@link #reveal()} returns the text. Immutable.
 */
public final class Secret implements Checked<Secret> {
  private static final String EMPTY = "a secret must not be empty";

  private final Supplier<String> source;

  /** Null until first used. Several threads may set it, always to the same text. */
  private @Nullable String text;

  private Secret(Supplier<String> source) {
    this.source = source;
  }

  private Secret(String text) {
    this(() -> text);
    this.text = text;
  }

  /**
   * A secret whose text is computed on first use.
   *
   * @param text must always return the same text, never an empty one; must be thread-safe
   */
  public static Secret later(Supplier<String> text) {
    return new Secret(text);
  }

  /**
   * A secret with this text. A null or empty text, as of an unset environment variable, is reported
   * by {@link #problems} and cannot be revealed.
   */
  public static Secret of(@Nullable String value) {
    return new Secret(value == null ? "" : value);
  }

  /** A secret with this text, or null if the text is null or empty. */
  public static @Nullable Secret ofNullable(@Nullable String value) {
    return value == null || value.isEmpty() ? null : new Secret(value);
  }

  @Override
  public List<String> problems() {
    String known = text; // a computed text is never empty
    return known != null && known.isEmpty() ? List.of(EMPTY) : List.of();
  }

  /**
   * The text. Reviewers should look at every call.
   *
   * @throws IllegalStateException if the text is empty
   */
  public String reveal() {
    String revealed = text();
    if (revealed.isEmpty()) {
      throw new IllegalStateException(EMPTY);
    }
    return revealed;
  }

  private String text() {
    String made = text;
    if (made == null) {
      made = source.get();
      text = made;
    }
    return made;
  }

  /**
   * The number of characters.
   *
   * @throws IllegalStateException if the text is empty
   */
  public int length() {
    return reveal().length();
  }

  /** Compares the texts in constant time. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text().getBytes(StandardCharsets.UTF_8),
            secret.text().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return text().hashCode();
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }

  private static final int MAX_FILE_BYTES = 64 * 1024;

  /**
   * Reads a secret from a file, without a leading byte order mark and one trailing line break.
   *
   * @throws IllegalArgumentException if the file cannot be read, is empty, larger than 64 KiB or
   *     not UTF-8; the message names the file, never its content
   */
  public static Secret fromFile(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_FILE_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
    if (bytes.length > MAX_FILE_BYTES) {
      throw new IllegalArgumentException("too large for a secret: " + file);
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not text in UTF-8: " + file, e);
    }
    String line = text.replaceFirst("\\A\uFEFF", "").replaceFirst("\\r?\\n\\z", "");
    if (line.isBlank()) {
      throw new IllegalArgumentException("the file is empty: " + file);
    }
    return of(line);
  }
}
