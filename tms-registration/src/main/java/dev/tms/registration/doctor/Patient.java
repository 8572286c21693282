package dev.tms.registration.doctor;

import dev.tms.oauth.ProviderMetadata;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Severity;
import dev.tms.registration.probe.ClockSkew;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is found out during one examination. Not thread-safe. */
final class Patient {
  private final @Nullable RegistrationDocument registration;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable ProviderMetadata metadata;
  private @Nullable ClockSkew clockSkew;

  Patient(@Nullable RegistrationDocument registration) {
    this.registration = registration;
  }

  /** What the provider has registered; null where nobody has said it. */
  @Nullable RegistrationDocument registration() {
    return registration;
  }

  /** What is known of the provider; null where it cannot be had. */
  @Nullable ProviderMetadata metadata() {
    return metadata;
  }

  void learn(ProviderMetadata found) {
    metadata = found;
  }

  /** How far the provider's clock is from ours, as far as it was said. */
  Optional<ClockSkew> clockSkew() {
    return Optional.ofNullable(clockSkew);
  }

  void learn(ClockSkew found) {
    clockSkew = found;
  }

  void find(Fault fault, String message) {
    find(fault, fault.severity(), message, "");
  }

  void find(Fault fault, Severity severity, String message, String detail) {
    findings.add(new Finding(fault, severity, message, detail));
  }

  /** What was found so far. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
