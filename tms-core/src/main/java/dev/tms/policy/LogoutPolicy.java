package dev.tms.policy;

import dev.tms.problem.Checked;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How logouts at the provider end sessions here. Immutable.
 *
 * @param checkInterval how long a node trusts that a session has not ended; 0 s to 1 min, default 5
 *     s
 * @param onStoreFailure what happens to sessions held in cookies while the store is unavailable;
 *     default {@link OnStoreFailure#ALLOW}. Sessions held in the store get 503
 * @param revokeOffline whether a logout at the provider also revokes refresh tokens granted with
 *     {@code offline_access}; default false (Back-Channel Logout 1.0 section 2.7)
 * @param frontChannelSidIsSubject whether a front-channel logout whose {@code sid} is the user's
 *     {@code sub} ends a session whose ID token had no {@code sid}; default false
 * @param keepsEnded whether a single node with a store in memory records ended sessions and logouts
 *     in a file, so that they stay ended after a restart; default true
 * @param endedFile that file; null for the path of the keyset file with {@code .ended} appended
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

  /** Checks every 5 s, allows sessions while the store is unavailable, keeps offline tokens. */
  public static final LogoutPolicy DEFAULT =
      new LogoutPolicy(Duration.ofSeconds(5), OnStoreFailure.ALLOW, false, false, true, null);

  /** What to do if it is unknown whether a session has ended. */
  public enum OnStoreFailure {
    /** The session goes on with its last known state; each such check is counted. */
    ALLOW,
    /** The request gets 503. */
    DENY
  }

  /** Rejects null, except for the file. */
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

  /** Returns a copy with this check interval. */
  public LogoutPolicy withCheckInterval(Duration interval) {
    return new LogoutPolicy(
        interval, onStoreFailure, revokeOffline, frontChannelSidIsSubject, keepsEnded, endedFile);
  }

  /** Returns a copy that responds 503 if the state of a session is unknown. */
  public LogoutPolicy denyingOnStoreFailure() {
    return new LogoutPolicy(
        checkInterval,
        OnStoreFailure.DENY,
        revokeOffline,
        frontChannelSidIsSubject,
        keepsEnded,
        endedFile);
  }

  /** Returns a copy that also revokes offline tokens. */
  public LogoutPolicy revokingOffline() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, true, frontChannelSidIsSubject, keepsEnded, endedFile);
  }

  /**
   * Returns a copy for a provider whose front-channel logout names the user in {@code sid} and
   * whose ID tokens have no {@code sid}. Accepted only in an iframe, if the browser sends {@code
   * Sec-Fetch-Dest}: unlike a {@code sid}, a user's {@code sub} may be known to others.
   */
  public LogoutPolicy takingSubjectForSid() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, revokeOffline, true, keepsEnded, endedFile);
  }

  /**
   * Returns a copy that records ended sessions and logouts in this file, which is created if
   * missing; its directory must exist. Only one process may use the file. Ignored with a shared
   * store, sessions held in the store, or keys in memory.
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
   * Returns a copy without that file: with a store in memory, a signed-out session in cookies is
   * valid again after a restart, until its limits.
   */
  public LogoutPolicy withoutEndedFile() {
    return new LogoutPolicy(
        checkInterval, onStoreFailure, revokeOffline, frontChannelSidIsSubject, false, null);
  }
}
