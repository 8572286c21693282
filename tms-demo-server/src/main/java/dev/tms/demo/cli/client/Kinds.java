package dev.tms.demo.cli.client;

import dev.tms.registration.RegistrationKind;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.report.Report.Finding;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of registrations that a command handles. {@code standard} is the kind outside a
 * package, or null to detect it from the members.
 */
record Kinds(Set<RegistrationKind> about, @Nullable RegistrationKind standard) {
  static final Kinds ALL = new Kinds(Set.of(RegistrationKind.values()), null);

  RegistrationPackage in(RegistrationPackage all) {
    return new RegistrationPackage(
        all.all().stream().filter(one -> about.contains(one.kind())).toList());
  }

  boolean has(Finding finding) {
    return about.stream().anyMatch(kind -> finding.subject().startsWith(kind + " "));
  }
}
