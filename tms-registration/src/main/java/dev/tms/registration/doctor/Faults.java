package dev.tms.registration.doctor;

import dev.tms.registration.report.Rule;
import java.util.Map;
import java.util.Optional;

/** Everything that a doctor can find, by area. */
final class Faults {
  static final Map<String, Rule> TABLE = Rule.table(Faults.class, "faults.md");

  private Faults() {}

  static Rule named(String id) {
    return Optional.ofNullable(TABLE.get(id)).orElseThrow();
  }
}
