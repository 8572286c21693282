package dev.tms.registration.doctor;

import dev.tms.registration.lint.Severity;
import java.util.Objects;

/**
 * Something that can be wrong with an installation; {@link Doctor#faults} lists all, and {@code
 * docs/doctor.md}.
 *
 * @param id its name in reports, for example {@code issuer-differs}
 * @param area what it is about
 * @param severity how much it matters, where a finding does not say otherwise
 * @param why why it matters
 * @param mend how it is mended
 */
public record Fault(String id, Area area, Severity severity, String why, String mend) {
  /** Checks that nothing is missing. */
  public Fault {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(area, "area");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(mend, "mend");
  }

  static Fault error(Area area, String id, String why, String mend) {
    return new Fault(id, area, Severity.ERROR, why, mend);
  }

  static Fault warning(Area area, String id, String why, String mend) {
    return new Fault(id, area, Severity.WARNING, why, mend);
  }

  static Fault note(Area area, String id, String why, String mend) {
    return new Fault(id, area, Severity.NOTE, why, mend);
  }

  /** Its id. */
  @Override
  public String toString() {
    return id;
  }
}
