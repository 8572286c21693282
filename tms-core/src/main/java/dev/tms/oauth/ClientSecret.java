package dev.tms.oauth;

import dev.tms.problem.Checked;
import dev.tms.token.Secret;
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
 * The secret that a confidential client shares with its provider (RFC 6749 section 2.3.1). A secret
 * from a file follows changes of the file. Thread-safe; prints as {@code ClientSecret[redacted]}.
 */
public final class ClientSecret implements Checked<ClientSecret> {
  private static final Logger log = System.getLogger(ClientSecret.class.getName());

  private static final Duration CHECK_INTERVAL = Duration.ofSeconds(5);
  private static final Duration FORMER_VALID_FOR = Duration.ofMinutes(10);

  /** Placeholder of an unusable secret. Never sent. */
  private static final Secret NONE = Secret.of("none");

  private final @Nullable Path file;
  private final ReentrantLock reading = new ReentrantLock(); // guards seen and problem
  private @Nullable Seen seen;
  private String problem = "";
  private volatile Held held;
  private volatile @Nullable Instant lastChecked;

  /** The secret in use and its predecessor, which verifies HMACs until the given time. */
  private record Held(Secret current, @Nullable Secret former, Instant until) {}

  /** Detects a changed file without reading it. */
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
   * A secret with this value. A null or empty value, as of an unset variable, is listed among the
   * {@link #problems}.
   */
  public static ClientSecret of(@Nullable String value) {
    return value == null || value.isEmpty()
        ? new ClientSecret(NONE, null, null, "a client secret must not be empty")
        : new ClientSecret(Secret.of(value), null, null, null);
  }

  /**
   * A secret from a UTF-8 file, as secret managers mount it. One trailing line break is ignored.
   *
   * <p>TMS checks the file before requests to the provider, at most every 5 s, and again when the
   * provider rejects the client, and reads it if it has changed. While the file is unreadable or
   * empty, the current secret stays in use and a warning is logged. For 10 minutes after a change,
   * the previous secret still verifies what the provider signed with it.
   *
   * <p>A file that is unreadable now, empty, larger than 64 KiB or not UTF-8 is listed among the
   * {@link #problems}, which building a service reports.
   */
  public static ClientSecret fromFile(Path file) {
    Seen seen;
    try {
      seen = Seen.at(file); // before reading, so that a change in between is noticed later
    } catch (IOException e) {
      seen = null;
    }
    try {
      return new ClientSecret(Secret.fromFile(file), file, seen, null);
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

  /** The secrets that may have signed an HMAC of the provider. */
  List<Secret> verifying(Instant now) {
    refreshIfDue(now);
    Held both = held;
    return both.former == null || !now.isBefore(both.until)
        ? List.of(both.current)
        : List.of(both.current, both.former);
  }

  /** Checks the file unless it was checked in the last few seconds. */
  void refreshIfDue(Instant now) {
    Instant last = lastChecked;
    // absolute: a clock that was set back must not stop the checks
    if (last == null || Duration.between(last, now).abs().compareTo(CHECK_INTERVAL) >= 0) {
      check(now, false);
    }
  }

  /** Reads the file now, because the provider rejected the secret. Returns whether it changed. */
  boolean refresh(Instant now) {
    return check(now, true);
  }

  private boolean check(Instant now, boolean always) {
    if (file == null || !reading.tryLock()) {
      return false; // another thread is reading it
    }
    try {
      lastChecked = now;
      Held before = held;
      Seen latest = Seen.at(file);
      if (!always && latest.equals(seen)) {
        return false;
      }
      Secret read = Secret.fromFile(file);
      seen = latest;
      problem = "";
      if (read.equals(before.current)) {
        return false;
      }
      held = new Held(read, before.current, now.plus(FORMER_VALID_FOR));
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

  /** Compares the secrets in use in constant time. */
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
