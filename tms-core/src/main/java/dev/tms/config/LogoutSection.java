package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.key;

import dev.tms.logout.LogoutPolicy;
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
              "revokes offline tokens, too, after a logout at the provider"));

  private LogoutSection() {}

  static LogoutPolicy read(Section in, Section client) {
    LogoutPolicy plain = LogoutPolicy.DEFAULT;
    Duration interval = in.duration("CheckInterval");
    LogoutPolicy timed =
        in.problems()
            .attempt(in.path("CheckInterval"), plain, () -> plain.withCheckInterval(interval));
    LogoutPolicy strict =
        in.choice("OnStoreFailure").equals("deny") ? timed.denyingOnStoreFailure() : timed;
    LogoutPolicy revoking = in.flag("RevokeOffline") ? strict.revokingOffline() : strict;
    return client.flag("FrontChannelSidIsSubject") ? revoking.takingSubjectForSid() : revoking;
  }
}
