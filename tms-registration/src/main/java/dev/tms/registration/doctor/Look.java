package dev.tms.registration.doctor;

import java.util.Locale;

/**
 * That something was looked at, or why it was not.
 *
 * @param detail what was seen, or why it was skipped, on one line
 */
public record Look(Area area, Outcome outcome, String detail) {
  public enum Outcome {
    FINE,
    FINDINGS,
    SKIPPED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Look at(Area area, String detail) {
    return new Look(area, Outcome.FINE, detail);
  }

  static Look skipped(Area area, String why) {
    return new Look(area, Outcome.SKIPPED, why);
  }

  Look withFindings() {
    return new Look(area, Outcome.FINDINGS, detail);
  }
}
