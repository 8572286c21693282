package dev.tms.registration.doctor;

import java.util.Locale;

/**
 * The examination of an area, or the reason why it was skipped.
 *
 * @param detail one line: what was examined, or why the area was skipped
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
