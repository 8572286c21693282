package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.seal.InvalidKeysException;
import dev.tms.seal.KeyInfo;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The keyset. */
record KeysCheck(InstantSource clock) implements Check {
  private static final Fault UNUSABLE =
      Fault.error(
          Area.KEYS,
          "keys-unusable",
          "the service does not start without its keys, and new ones sign all users out",
          "give the file, its permissions or its passphrase back; from a backup where it is"
              + " damaged");
  private static final Fault MISSING =
      Fault.note(
          Area.KEYS,
          "keys-missing",
          "it is made at the first start, and anyone who loses it later signs all users out",
          "nothing; or make it with 'keys create', and back it up");
  static final List<Fault> FAULTS = List.of(UNUSABLE, MISSING);

  @Override
  public Area area() {
    return Area.KEYS;
  }

  @Override
  public Look look(TmsConfiguration configuration, Patient patient) {
    Path file = configuration.keysFile();
    boolean isShared = configuration.sharedStore().isPresent();
    if (!isShared && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      patient.find(MISSING, "there is no keyset yet at " + file);
      return Look.at(area(), "none yet");
    }
    try {
      List<KeyInfo> keys = configuration.keys().mustExist().open(clock, event -> {}).keys();
      return Look.at(
          area(),
          file + ": " + keys.size() + (keys.size() == 1 ? " key" : " keys") + primary(keys));
    } catch (InvalidKeysException e) {
      patient.find(UNUSABLE, "Keys.File: " + e.getMessage());
      return Look.at(area(), file.toString());
    }
  }

  private static String primary(List<KeyInfo> keys) {
    return keys.stream()
        .filter(key -> key.status() == KeyInfo.Status.PRIMARY)
        .map(key -> ", sealing with " + key.id())
        .findFirst()
        .orElse("");
  }
}
