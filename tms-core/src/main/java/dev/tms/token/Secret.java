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
 * A text that must not be seen: a token, a client secret, a passphrase. Prints as {@code
 * Secret[redacted]}; the only way to the text is {@link #reveal()}. Immutable.
 */
public final class Secret implements Checked<Secret> {
  private static final String EMPTY = "a secret must not be empty";

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

  /**
   * A secret whose text is made when it is first asked for.
   *
   * @param text gives the text, never empty and always the same; several threads may call it
   */
  public static Secret later(Supplier<String> text) {
    return new Secret(text);
  }

  /**
   * A secret with this text. An empty one, or none at all, as of a variable that is not set, is one
   * of the {@link #problems}, and cannot be revealed.
   */
  public static Secret of(@Nullable String value) {
    return new Secret(value == null ? "" : value);
  }

  /** A secret with this text, or null where there is none or it is empty. */
  public static @Nullable Secret ofNullable(@Nullable String value) {
    return value == null || value.isEmpty() ? null : new Secret(value);
  }

  @Override
  public List<String> problems() {
    String known = text; // one that is made later is never empty
    return known != null && known.isEmpty() ? List.of(EMPTY) : List.of();
  }

  /**
   * The text itself. Every call is a place that a review looks at.
   *
   * @throws IllegalStateException if there are {@link #problems}
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

  /** Number of characters. */
  public int length() {
    return reveal().length();
  }

  /** Equal texts, compared in time that does not depend on where they differ. */
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
   * The secret in a file, without the one line break at the file's end and the byte order mark at
   * its begin.
   *
   * @throws IllegalArgumentException if it cannot be read, is empty, too large or not UTF-8; names
   *     the file, never what is in it
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
