package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.report.Report.Finding;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which registrations of a document a command is about.
 *
 * @param standard what a registration outside of a package is; null: to be told by its members
 */
record Kinds(Set<RegistrationKind> about, @Nullable RegistrationKind standard) {
  static final Kinds ALL = new Kinds(Set.of(RegistrationKind.values()), null);

  RegistrationPackage in(RegistrationPackage all) {
    return RegistrationPackage.of(
        all.all().stream().filter(one -> about.contains(one.kind())).toList());
  }

  /** Whether it was found in one of these. */
  boolean has(Finding finding) {
    return about.stream().anyMatch(kind -> finding.subject().startsWith(kind + " "));
  }
}
