package dev.tms.registration.doctor;

import dev.tms.inspect.Inspection.Metadata;
import dev.tms.registration.doctor.Seen.ClockSkew;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import dev.tms.registration.report.Severity;
import dev.tms.token.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The state and findings of one examination. Not thread-safe. */
final class Patient {
  static final Map<String, Rule> FAULTS = Rule.table(Patient.class, "faults.md");

  private static final int MAX_MESSAGE = 2000;
  private static final int MAX_DETAIL = 4000;

  private final @Nullable RegistrationDocument registration;
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Metadata metadata;
  private @Nullable ClockSkew clockSkew;

  private final List<Secret> hidden = new ArrayList<>();
  private SentSecrets secrets = new SentSecrets(List.of());

  Patient(@Nullable RegistrationDocument registration) {
    this.registration = registration;
  }

  /** Hides these secrets in all later findings. */
  void hide(Collection<Secret> others) {
    hidden.addAll(others);
    secrets = new SentSecrets(hidden);
  }

  @Nullable RegistrationDocument registration() {
    return registration;
  }

  @Nullable Metadata metadata() {
    return metadata;
  }

  void learn(Metadata found) {
    metadata = found;
  }

  Optional<ClockSkew> clockSkew() {
    return Optional.ofNullable(clockSkew);
  }

  void learn(ClockSkew found) {
    clockSkew = found;
  }

  String withoutSecrets(String text) {
    return secrets.hide(text);
  }

  void find(String fault, String message) {
    find(fault, null, message, "");
  }

  void find(String fault, @Nullable Severity severity, String message, String detail) {
    Rule rule = Optional.ofNullable(FAULTS.get(fault)).orElseThrow();
    // may quote metadata, errors and pages
    findings.add(
        Finding.of(
            rule,
            severity == null ? rule.severity() : severity,
            PlainText.cut(secrets.hide(PlainText.line(message)), MAX_MESSAGE),
            PlainText.cut(secrets.hide(detail), MAX_DETAIL)));
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /** Hides sent secrets, in every form in which a response may repeat them. Immutable. */
  static final class SentSecrets {
    /** Shorter secrets would match anywhere. */
    private static final int SHORTEST = 4;

    private static final String HIDDEN = "(hidden)";
    private static final Pattern TOKENS =
        Pattern.compile(
            "((?:access|refresh|id)_?token[\"']?+\\s*+[=:]\\s*+[\"']?+)[^&\\s\"',}<]++",
            Pattern.CASE_INSENSITIVE);

    // longest first, so that no part of a longer one remains
    private final Set<String> texts =
        new TreeSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));

    /** Ignores secrets of fewer than 4 characters. */
    SentSecrets(Collection<Secret> secrets) {
      secrets.stream()
          .map(Secret::reveal)
          .filter(text -> text.length() >= SHORTEST)
          .forEach(this::add);
    }

    private void add(String secret) {
      texts.add(secret);
      texts.add(PlainText.line(secret));
      texts.add(PlainText.lines(secret));
      texts.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      texts.add(Base64.getEncoder().encodeToString(bytes));
      texts.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
      texts.remove("");
    }

    String hide(String text) {
      String hidden = text;
      for (String secret : texts) {
        hidden = hidden.replace(secret, HIDDEN);
      }
      return TOKENS.matcher(hidden).replaceAll("$1" + HIDDEN);
    }
  }
}
