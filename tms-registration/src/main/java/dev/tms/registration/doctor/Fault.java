package dev.tms.registration.doctor;

import dev.tms.registration.lint.Severity;

/**
 * Something that can be wrong with an installation; {@link Doctor#faults} lists all, and {@code
 * docs/doctor.md}.
 *
 * @param id its name in reports, for example {@code issuer-differs}
 * @param area what it is about
 * @param severity how much it matters, where a finding does not say otherwise
 * @param why why it matters
 * @param fix how it is fixed
 */
public record Fault(String id, Area area, Severity severity, String why, String fix) {

  static Fault error(Area area, String id, String why, String fix) {
    return new Fault(id, area, Severity.ERROR, why, fix);
  }

  static Fault warning(Area area, String id, String why, String fix) {
    return new Fault(id, area, Severity.WARNING, why, fix);
  }

  static Fault note(Area area, String id, String why, String fix) {
    return new Fault(id, area, Severity.NOTE, why, fix);
  }

  /** Its id. */
  @Override
  public String toString() {
    return id;
  }
}
