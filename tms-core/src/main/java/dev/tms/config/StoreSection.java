package dev.tms.config;

import static dev.tms.config.KeyType.DURATION;
import static dev.tms.config.KeyType.FILE;
import static dev.tms.config.KeyType.SECRET;
import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KeyType.URL;
import static dev.tms.config.KnownKey.choice;
import static dev.tms.config.KnownKey.later;

import java.util.List;

/** Section {@code Store}. */
final class StoreSection {
  static final List<KnownKey> KEYS =
      List.of(
          choice(
              "Store.Kind",
              "where refreshes and ended sessions are recorded: in the memory of one node; `jdbc`"
                  + " and `redis` are not in this version",
              "memory",
              "jdbc",
              "redis"),
          later("Store.Url", URL, "none", "of the shared store"),
          later("Store.User", TEXT, "none", "of the shared store"),
          later("Store.Password", SECRET, "none", "of the shared store"),
          later("Store.PasswordFile", FILE, "none", "file that holds that password instead"),
          later("Store.Timeout", DURATION, "`PT2S`", "for one call to the store"));

  private StoreSection() {}

  static void read(Section in) {
    if (!in.choice("Kind").equals("memory")) {
      in.problems()
          .add(in.path("Kind"), in.choice("Kind") + " is not in this version: leave it at memory");
    }
  }
}
