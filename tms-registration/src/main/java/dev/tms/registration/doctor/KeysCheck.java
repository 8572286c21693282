package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;
import dev.tms.registration.report.Rule;
import dev.tms.seal.InvalidKeysException;
import dev.tms.seal.KeyInfo;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** The keyset. */
record KeysCheck(InstantSource clock) implements Check {
  private static final Rule UNUSABLE = Faults.named("keys-unusable");
  private static final Rule MISSING = Faults.named("keys-missing");

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
