package dev.tms.registration.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.tms.registration.document.RegistrationDocument;
import dev.tms.registration.lint.Linter;
import dev.tms.registration.lint.Linter.FixOutcome;
import dev.tms.registration.lint.Linter.LintOptions;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Report.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What must hold of checks and fixes. */
final class Lints {
  private static final JsonFactory json = new JsonFactory();
  private static final Linter LINTER =
      Linter.of(() -> Instant.parse("2026-11-22T12:00:00Z"))
          .with(
              LintOptions.DEFAULT
                  .withHosts(Set.of("shop.example"))
                  .withScopes(Set.of("elsewhere")));

  private Lints() {}

  static void areClearAndFixedOnce(RegistrationDocument document) {
    Report report = LINTER.check(document);
    isClear(report);

    FixOutcome outcome = LINTER.fix(document);
    RegistrationDocument fixed = outcome.document();
    Fact.areEqual(LINTER.check(fixed).findings(), outcome.left(), "what is left");
    String text = fixed.toJson();
    boolean changed = !text.equals(document.toJson());
    Fact.areEqual(outcome.changed(), changed, "whether it was changed\n" + text);
    Fact.areEqual(
        RegistrationDocument.parse(text).contents(), fixed.contents(), "fixed and read again");
    FixOutcome again = LINTER.fix(fixed);
    Fact.areEqual(again.document().toJson(), text, "fixed twice");
    Fact.holds(again.fixed().isEmpty(), "fixed again: " + again.fixed());
  }

  private static void isClear(Report report) {
    for (Finding finding : report.findings()) {
      Fact.isOneLine(finding.message());
      Fact.isOneLine(finding.path());
      Fact.isOneLine(finding.subject());
      Fact.holds(finding.message().length() < 500, "short: " + finding.message());
    }
    List<String> lines = report.toText("c.json").lines().toList();
    Fact.areLines(lines);
    Fact.areEqual(lines.size(), report.findings().size() * 5 + 1, "lines of the report");
    isJson(report.toJson("c.json"));
    isJson(report.toSarif("c.json"));
  }

  private static void isJson(String text) {
    try (JsonParser parser = json.createParser(text)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
