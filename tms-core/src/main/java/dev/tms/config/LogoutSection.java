package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.open;

import dev.tms.logout.LogoutPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Section {@code Logout}. */
final class LogoutSection {
  static final List<KnownKey> KEYS =
      List.of(
          key(
              "Logout.CheckInterval",
              DURATION,
              "PT5S",
              "how long a node remembers that a session has not ended; at most PT1M"),
          choice(
              "Logout.OnStoreFailure",
              "what happens to sessions in cookies while the store is down: they go on by what was"
                  + " known last, or get 503",
              "allow",
              "deny"),
          key(
              "Logout.RevokeOffline",
              BOOLEAN,
              "false",
              "revokes offline tokens, too, after a logout at the provider"),
          open(
              "Logout.EndedFile",
              FILE,
              "the keyset file's name and `.ended`, beside it",
              "where a single node, whose store is in memory, keeps ended sessions over a restart;"
                  + " `off` for none. See [sign-out](sign-out.md#over-a-restart)"));

  private LogoutSection() {}

  /**
   * Reads it.
   *
   * @param shared whether several nodes share a store
   */
  static LogoutPolicy read(Section in, Section client, boolean shared) {
    LogoutPolicy plain = LogoutPolicy.DEFAULT;
    Duration interval = in.duration("CheckInterval");
    LogoutPolicy timed =
        in.problems()
            .attempt(in.path("CheckInterval"), plain, () -> plain.withCheckInterval(interval));
    LogoutPolicy strict =
        in.choice("OnStoreFailure").equals("deny") ? timed.denyingOnStoreFailure() : timed;
    LogoutPolicy revoking = in.flag("RevokeOffline") ? strict.revokingOffline() : strict;
    LogoutPolicy policy =
        client.flag("FrontChannelSidIsSubject") ? revoking.takingSubjectForSid() : revoking;
    String ended = in.textOrNull("EndedFile");
    if (ended == null) {
      return policy;
    }
    if (ended.equalsIgnoreCase("off")) {
      return policy.withoutEndedFile();
    }
    if (shared) {
      in.problems()
          .warn(in.path("EndedFile"), "is not used: the shared store knows what has ended");
    }
    Path file = in.fileOrNull("EndedFile");
    return file == null ? policy : policy.withEndedFile(file);
  }
}
