package dev.tms.config;

import static dev.tms.config.KeyType.TEXT;
import static dev.tms.config.KnownKey.later;

import java.util.List;

/** Keys of later versions: known, so that they are not taken for mistakes in spelling. */
final class LaterSections {
  static final List<KnownKey> KEYS =
      List.of(later("Native.Interaction", TEXT, "none", "how native logins are confirmed"));

  private LaterSections() {}

  /** Every one that is set is a problem. */
  static void refuse(Settings settings, Problems problems) {
    for (KnownKey key : KnownKeys.ALL) {
      if (key.later() && settings.find(key.path()) != null) {
        problems.add(key.path(), "is not in this version");
      }
    }
  }
}
