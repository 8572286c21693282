package dev.tms.registration.doctor;

import dev.tms.oauth.ProviderMetadata;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.probe.ClockSkew;
import dev.tms.registration.probe.PlainText;
import dev.tms.registration.probe.SentSecrets;
import dev.tms.registration.report.Finding;
import dev.tms.registration.report.Rule;
import dev.tms.registration.report.Severity;
import dev.tms.token.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is found out during one examination. Not thread-safe. */
final class Patient {
  private static final int MAX_MESSAGE = 2000;
  private static final int MAX_DETAIL = 4000;

  private final @Nullable RegistrationDocument registration;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable ProviderMetadata metadata;
  private @Nullable ClockSkew clockSkew;

  private final List<Secret> hidden = new ArrayList<>();
  private SentSecrets secrets = new SentSecrets(List.of());

  Patient(@Nullable RegistrationDocument registration) {
    this.registration = registration;
  }

  /** None of these gets into what is found from now on, even if it is repeated. */
  void hide(Collection<Secret> others) {
    hidden.addAll(others);
    secrets = new SentSecrets(hidden);
  }

  /** What the provider has registered; null where no one has said it. */
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

  /** A text of others without what is hidden. */
  String withoutSecrets(String text) {
    return secrets.hide(text);
  }

  void find(Rule fault, String message) {
    find(fault, fault.severity(), message, "");
  }

  void find(Rule fault, Severity severity, String message, String detail) {
    // parts of it are what others said: metadata, errors, pages
    findings.add(
        Finding.of(
            fault,
            severity,
            PlainText.cut(secrets.hide(PlainText.line(message)), MAX_MESSAGE),
            PlainText.cut(secrets.hide(detail), MAX_DETAIL)));
  }

  /** What was found so far. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
