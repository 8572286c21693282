package dev.tms.registration.doctor;

import dev.tms.config.TmsConfiguration;

/** Looks at one area of an installation that has a sound configuration. */
interface Check {
  /** What it looks at. */
  Area area();

  /** Looks, tells the patient what was found, and says what was looked at. */
  Look look(TmsConfiguration configuration, Patient patient);
}
