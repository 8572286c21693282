package dev.tms.config;

import static dev.tms.config.KeyType.BOOLEAN;
import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KnownKey.key;
import static dev.tms.config.KnownKey.later;

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
          later(
              "Logout.OnStoreFailure",
              TEXT,
              "`allow`",
              "what happens to cookie sessions while the store is down"),
          later(
              "Logout.RevokeOffline",
              BOOLEAN,
              "`false`",
              "revokes offline tokens, too, after a logout at the provider"));

  private LogoutSection() {}

  /** How long it is remembered that a session stands. */
  static Duration read(Section in) {
    Duration interval = in.duration("CheckInterval");
    in.problems()
        .attempt(in.path("CheckInterval"), () -> LogoutPolicy.DEFAULT.withCheckInterval(interval));
    return interval;
  }
}
