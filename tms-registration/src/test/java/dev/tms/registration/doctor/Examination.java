package dev.tms.registration.doctor;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The example of {@code docs/doctor.md}. */
final class Examination {
  private Examination() {}

  static Diagnosis of(Path configuration) {
    return Doctor.of(InstantSource.system(), new SecureRandom())
        .examine(configuration, System.getenv());
  }
}
