package dev.tms.oauth;

import dev.tms.problem.Checked;
import dev.tms.token.Secret;
import dev.tms.token.SecretFile;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a confidential client shares with its provider (RFC 6749 section 2.3.1). One from
 * a file follows the file. Thread-safe; prints as {@code ClientSecret[redacted]}.
 */
public final class ClientSecret implements Checked<ClientSecret> {
  private static final Logger log = System.getLogger(ClientSecret.class.getName());

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration FORMER_VERIFIES = Duration.ofMinutes(10);

  /** Held by one that cannot be used, and never sent. */
  private static final Secret NONE = Secret.of("none");

  private final @Nullable Path file;
  private final ReentrantLock reading = new ReentrantLock(); // guards seen and problem
  private @Nullable Seen seen;
  private String problem = "";
  private volatile Held held;
  private volatile @Nullable Instant looked;

  /**
   * What is in use.
   *
   * @param former the one before it; null for none
   * @param until when the former one stops verifying
   */
  private record Held(Secret current, @Nullable Secret former, Instant until) {}

  /** What tells one content of the file from another without reading it. */
  private record Seen(FileTime modified, long bytes, @Nullable Object key) {
    static Seen at(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Seen(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    }
  }

  private final @Nullable String unusable;

  private ClientSecret(
      Secret value, @Nullable Path file, @Nullable Seen seen, @Nullable String unusable) {
    this.unusable = unusable;
    this.held = new Held(value, null, Instant.MIN);
    this.file = file;
    this.seen = seen;
  }

  /**
   * A secret with this text. An empty one, or none at all, as of a variable that is not set, is one
   * of the {@link #problems}.
   */
  public static ClientSecret of(@Nullable String value) {
    return value == null || value.isEmpty()
        ? new ClientSecret(NONE, null, null, "a client secret must not be empty")
        : new ClientSecret(Secret.of(value), null, null, null);
  }

  /**
   * The secret in a file, in UTF-8, as secret managers mount it; one line break at its end is not
   * part of it.
   *
   * <p>The file is looked at before a request to the provider, every 5 s at most, and again where
   * the provider refuses the client; a changed one is read. As long as the file cannot be read or
   * is empty the secret in use stays, and the log says so. For 10 minutes the former secret goes on
   * verifying what the provider has authenticated with it.
   *
   * <p>A file that cannot be read now, is empty, larger than 64 KiB or not UTF-8 is one of the
   * {@link #problems}, which a service lists when it is built.
   */
  public static ClientSecret fromFile(Path file) {
    Seen seen;
    try {
      seen = Seen.at(file); // before it is read: a change in between is seen later
    } catch (IOException e) {
      seen = null;
    }
    try {
      return new ClientSecret(SecretFile.read(file), file, seen, null);
    } catch (IllegalArgumentException e) {
      return new ClientSecret(NONE, null, null, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> problems() {
    return unusable == null ? List.of() : List.of(unusable);
  }

  /** The secret in use. */
  public Secret value() {
    return held.current;
  }

  /** The secrets that an HMAC of the provider may be made with. */
  List<Secret> verifying(Instant now) {
    refreshIfDue(now);
    Held both = held;
    return both.former == null || !now.isBefore(both.until)
        ? List.of(both.current)
        : List.of(both.current, both.former);
  }

  /** Looks at the file where the last look was some seconds ago. */
  void refreshIfDue(Instant now) {
    Instant last = looked;
    // in both directions: a clock that was set back must not stop the looks
    if (last == null || Duration.between(last, now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
      look(now, false);
    }
  }

  /**
   * Reads the file now, for example because the provider refuses the secret; whether it changed.
   */
  boolean refresh(Instant now) {
    return look(now, true);
  }

  private boolean look(Instant now, boolean always) {
    if (file == null || !reading.tryLock()) {
      return false; // another thread is at it
    }
    try {
      looked = now;
      Held before = held;
      Seen latest = Seen.at(file);
      if (!always && latest.equals(seen)) {
        return false;
      }
      Secret read = SecretFile.read(file);
      seen = latest;
      problem = "";
      if (read.equals(before.current)) {
        return false;
      }
      held = new Held(read, before.current, now.plus(FORMER_VERIFIES));
      log.log(Level.INFO, "read the changed client secret from {0}", file);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      String words =
          e instanceof IOException ? "cannot read " + file : String.valueOf(e.getMessage());
      if (!words.equals(problem)) {
        log.log(Level.WARNING, "{0}; the client secret read before stays in use", words);
      }
      problem = words;
      return false;
    } finally {
      reading.unlock();
    }
  }

  /** Equal texts in use, compared in time that does not depend on where they differ. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientSecret secret && value().equals(secret.value());
  }

  @Override
  public int hashCode() {
    return value().hashCode();
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
