package dev.tms.demo.cli.client;

import dev.tms.demo.cli.client.CliCommand.Surroundings;
import dev.tms.registration.NewSecret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

final class Output {
  private static final String OWNER_ALONE = "rw-------";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "writes to this file, which must not exist, instead of standard output")
  private @Nullable Path file;

  void write(String json, PrintWriter out) {
    write(json, false, out);
  }

  /** Writes JSON with secrets, to a file that only its owner can read. */
  void writeSecret(String json, PrintWriter out) {
    write(json, true, out);
  }

  private void write(String json, boolean secret, PrintWriter out) {
    if (file == null) {
      print(json, out);
    } else {
      create(file, json, secret);
    }
  }

  /** Fails early if the file exists or cannot be created. */
  void check() {
    check(file);
  }

  private static void check(@Nullable Path file) {
    if (file != null && Files.exists(file)) {
      throw exists(file);
    }
    Path folder = file == null ? null : file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw CommandFailure.invalid(file + ": there is no such folder");
    }
  }

  /** Escapes characters that standard output cannot encode. */
  static void print(String json, PrintWriter out) {
    if (Charset.defaultCharset().newEncoder().canEncode(json)) {
      out.print(json);
    } else {
      StringBuilder ascii = new StringBuilder(json.length() + 100);
      json.chars()
          .forEach(c -> ascii.append(c < 0x7f ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
      out.print(ascii);
    }
    out.flush();
  }

  private static CommandFailure exists(Path file) {
    return CommandFailure.invalid(file + ": exists already, and is left as it is");
  }

  private static void create(Path file, String text, boolean secret) {
    try {
      boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
      FileAttribute<?>[] attributes =
          secret && posix
              ? new FileAttribute<?>[] {
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ALONE))
              }
              : new FileAttribute<?>[0];
      Files.createFile(file, attributes);
      Files.writeString(file, text, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw exists(file);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static CommandFailure unwritable(Path file, IOException e) {
    return CommandFailure.failed(
        file + ": cannot be written (" + e.getClass().getSimpleName() + ")");
  }

  /** Replaces the file atomically, or leaves it unchanged. */
  static void replace(Path named, String text) {
    try {
      Path file = named.toRealPath();
      Path next = Files.createTempFile(file.getParent(), ".", ".json");
      try {
        Files.writeString(next, text);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
          Files.setPosixFilePermissions(next, permissions);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(next);
      }
    } catch (IOException e) {
      throw unwritable(named, e);
    }
  }

  static final class OfSecret {
    private static final int MAX_DAYS = 3650;

    @Option(
        names = "--secret-days",
        paramLabel = "DAYS",
        description = "how long a new secret works, 1 to " + MAX_DAYS + " (default: 365)")
    private int days = 365;

    @Option(
        names = "--secret-output",
        paramLabel = "FILE",
        description =
            "writes a new secret to this file, which must not exist, for its owner alone;"
                + " else it is shown on standard error")
    private @Nullable Path file;

    /** Creates a secret; {@link #show} must follow. */
    NewSecret make(String description, Surroundings around) {
      if (days < 1 || days > MAX_DAYS) {
        throw CommandFailure.invalid("--secret-days must be 1 to " + MAX_DAYS);
      }
      check(file);
      return NewSecret.generate(
          description, Duration.ofDays(days), around.clock(), around.random());
    }

    void show(NewSecret secret, PrintWriter err) {
      String clear = secret.takeClear().reveal();
      if (file == null) {
        err.println("The secret, shown this once and kept nowhere: " + clear);
      } else {
        create(file, clear + "\n", true);
        err.println("The secret is in " + file);
      }
    }
  }
}
