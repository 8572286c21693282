package dev.tms.registration.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter.FixOutcome;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule finds what it is for, and nothing beside it. */
final class RulesTest {
  private static final Linter LINTER = Bases.linter();

  static List<Case> cases() {
    return Stream.of(FlowCases.ALL, LifeCases.ALL, FormCases.ALL).flatMap(List::stream).toList();
  }

  static Stream<Case> fixableCases() {
    List<String> fixable = Linter.rules().stream().filter(Rule::isFixable).map(Rule::id).toList();
    return cases().stream().filter(one -> fixable.contains(one.rule()));
  }

  private static List<String> found(RegistrationDocument document, String rule) {
    return LINTER.check(document).findings().stream()
        .filter(finding -> finding.rule().id().equals(rule))
        .map(Finding::path)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rule_broken_isFoundWhereItIs(Case one) {
    assertThat(found(one.broken(), one.rule())).contains(one.path());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rule_kept_isSilent(Case one) {
    assertThat(found(one.sound(), one.rule())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fixableCases")
  void rule_fixable_isFixed(Case one) {
    FixOutcome outcome = LINTER.fix(one.broken());

    assertThat(found(outcome.document(), one.rule())).isEmpty();
    assertThat(outcome.fixed()).extracting(f -> f.rule().id()).contains(one.rule());
    assertThat(outcome.changed()).isTrue();
    assertThat(LINTER.fix(outcome.document()).document().toJson())
        .as("a second time changes nothing")
        .isEqualTo(outcome.document().toJson());
  }

  @ParameterizedTest
  @ValueSource(strings = {Bases.SPA})
  void registration_withoutFault_hasNoFindings(String base) {
    assertThat(
            Stream.of(Bases.WEB, base, Bases.MACHINE)
                .flatMap(text -> LINTER.check(Bases.client(text, "")).findings().stream()))
        .isEmpty();
  }

  @Test
  void rules_all_haveCases() {
    assertThat(Linter.rules().stream().map(Rule::id))
        .hasSizeGreaterThanOrEqualTo(40)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(id).matches("[a-z]+(-[a-z]+)*"))
        .allSatisfy(id -> assertThat(cases()).as(id).anyMatch(one -> one.rule().equals(id)));
  }

  @Test
  void rules_all_sayWhatWhyAndWhatToDo() {
    assertThat(Linter.rules())
        .allSatisfy(
            rule -> {
              assertThat(rule.title()).matches("[^.]{10,120}");
              assertThat(rule.why()).matches("[^.].{20,200}[^.]");
              assertThat(rule.reference()).isNotBlank();
              assertThat(rule.advice()).matches("(?s).{7,160}[^.]");
            });
  }
}
