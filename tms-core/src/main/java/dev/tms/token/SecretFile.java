package dev.tms.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that holds one secret, as secret managers mount it. */
public final class SecretFile {
  private static final int MAX_BYTES = 64 * 1024;

  private SecretFile() {}

  /**
   * The secret, without the one line break at the file's end and the byte order mark at its begin.
   *
   * @throws IllegalArgumentException if it cannot be read, is empty, too large or not UTF-8; names
   *     the file, never what is in it
   */
  public static Secret read(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
    if (bytes.length > MAX_BYTES) {
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
    return Secret.of(line);
  }
}
