package dev.tms.logout;

import dev.tms.problem.Checked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How logouts at the provider reach sessions here. Immutable.
 *
 * @param checkInterval how long a node remembers that a session has not ended before it looks
 *     again; 0 s to 1 min, default 5 s
 * @param onStoreFailure what becomes of sessions held in cookies while the store cannot be asked;
 *     default {@link OnStoreFailure#ALLOW}. Sessions held in the store get 503 then
 * @param revokeOffline whether a logout at the provider revokes refresh tokens that were granted
 *     with {@code offline_access}, too; default false (Back-Channel Logout 1.0 section 2.7)
 * @param frontChannelSidIsSubject whether a front-channel logout whose {@code sid} is the user's
 *     {@code sub} ends a session whose ID token had no {@code sid}; default false
 * @param keepsEnded whether a single node, whose store is in memory, keeps ended sessions and
 *     logouts in a file, so that they stay ended after a restart; default true
 * @param endedFile that file; null for one beside the keyset file, whose name has {@code .ended} at
 *     its end
 */
public record LogoutPolicy(
    Duration checkInterval,
    OnStoreFailure onStoreFailure,
    boolean revokeOffline,
    boolean frontChannelSidIsSubject,
    boolean keepsEnded,
    @Nullable Path endedFile)
    implements Checked<LogoutPolicy> {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /** Looked up every 5 s, sessions go on while the store is down, offline tokens stay. */
  public static final LogoutPolicy DEFAULT =
      new LogoutPolicy(Duration.ofSeconds(5), OnStoreFailure.ALLOW, false, false, true, null);

  /** What to do where it cannot be looked up whether a session has ended. */
  public enum OnStoreFailure {
    /** The session goes on with what was known last; each such look is counted. */
    ALLOW,
    /** The request is answered with 503. */
    DENY
  }

  /** Checks that all are there but the file. */
  public LogoutPolicy {
    Objects.requireNonNull(checkInterval, "checkInterval");
    Objects.requireNonNull(onStoreFailure, "onStoreFailure");
  }

  @Override
  public List<String> problems() {
    return checkInterval.isNegative() || checkInterval.compareTo(LONGEST) > 0
        ? List.of("the logout check interval must be between 0 s and 1 min, got " + checkInterval)
        : List.of();
  }

  /** The same, looked up after this time. */
  public LogoutPolicy withCheckInterval(Duration interval) {
    return new LogoutPolicy(
        interval, onStoreFailure, revokeOffline, frontChannelSidIsSubject, keepsEnded, endedFile);
  }

  /** The same, with 503 for sessions whose state is unknown. */
  public LogoutPolicy denyingOnStoreFailure() {
    return new LogoutPolicy(
        checkInterval,
        OnStoreFailure.DENY,
        revokeOffline,
        frontChannelSidIsSubject,
        keepsEnded,
        endedFile);
  }

  /** The same, revoking offline tokens too. */
  public LogoutPolicy revokingOffline() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, true, frontChannelSidIsSubject, keepsEnded, endedFile);
  }

  /**
   * The same for a provider whose front-channel logout names the user in {@code sid} and whose ID
   * tokens have no {@code sid}. It is taken in an iframe alone, where the browser says so ({@code
   * Sec-Fetch-Dest}): other than a {@code sid}, a user's {@code sub} can be known to others.
   */
  public LogoutPolicy takingSubjectForSid() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, revokeOffline, true, keepsEnded, endedFile);
  }

  /**
   * The same, keeping ended sessions and logouts in this file. It is made where it is missing; its
   * folder must exist. One process uses it at a time. Not used with a shared store, with sessions
   * held in the store, or with keys in memory.
   */
  public LogoutPolicy withEndedFile(Path file) {
    return new LogoutPolicy(
        checkInterval,
        onStoreFailure,
        revokeOffline,
        frontChannelSidIsSubject,
        true,
        Objects.requireNonNull(file, "file"));
  }

  /**
   * The same without such a file: with a store in memory, a session in cookies that was signed out
   * is good again after a restart, until its limits.
   */
  public LogoutPolicy withoutEndedFile() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, revokeOffline, frontChannelSidIsSubject, false, null);
  }
}
