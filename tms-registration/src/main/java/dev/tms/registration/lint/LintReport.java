package dev.tms.registration.lint;

import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.document.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found. Immutable.
 *
 * @param findings by registration in the order of the document, then by topic
 */
public record LintReport(List<Finding> findings) {
  /** Copies the list. */
  public LintReport {
    findings = List.copyOf(findings);
  }

  /** How many findings there are of a severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.rule().severity() == severity).count();
  }

  /** Whether there is an error. */
  public boolean hasErrors() {
    return count(Severity.ERROR) > 0;
  }

  /**
   * The report for people: the most severe first, each with its place, why it matters and what to
   * do.
   *
   * @param file the name that places begin with
   */
  public String toText(String file) {
    StringBuilder text = new StringBuilder();
    for (Severity severity : Severity.values()) {
      for (Finding finding : findings) {
        if (finding.rule().severity() == severity) {
          append(text, file, finding);
        }
      }
    }
    return text.append(findings.isEmpty() ? "nothing found" : Severity.counted(this::count))
        .append('\n')
        .toString();
  }

  private static void append(StringBuilder text, String file, Finding finding) {
    Rule rule = finding.rule();
    Position position = finding.position();
    text.append(file);
    if (position != null) {
      text.append(':').append(position.line()).append(':').append(position.column());
    }
    text.append(": %s: %s [%s]\n".formatted(rule.severity(), finding.message(), rule.id()));
    text.append("  at %s of %s\n".formatted(finding.path(), finding.subject()));
    text.append("  why: %s (%s)\n".formatted(rule.why(), rule.reference()));
    text.append("  fix: %s%s\n\n".formatted(rule.advice(), rule.isFixable() ? " (--fix)" : ""));
  }

  /**
   * The report for programs: an object with {@code file}, the counts {@code errors}, {@code
   * warnings} and {@code notes}, and {@code findings}.
   *
   * @param file name of the document
   */
  public String toJson(String file) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file);
    for (Severity severity : Severity.values()) {
      report.put(severity + "s", count(severity));
    }
    report.put("findings", findings.stream().map(LintReport::json).toList());
    return JsonOutput.write(report);
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("rule", finding.rule().id());
    json.put("severity", finding.rule().severity().toString());
    json.put("subject", finding.subject());
    json.put("path", finding.path());
    Position position = finding.position();
    if (position != null) {
      json.put("line", position.line());
      json.put("column", position.column());
    }
    json.put("message", finding.message());
    json.put("why", finding.rule().why());
    json.put("reference", finding.rule().reference());
    json.put("fix", finding.rule().advice());
    json.put("fixable", finding.rule().isFixable());
    return json;
  }

  /**
   * The report for code hosts and editors: SARIF 2.1.0.
   *
   * @param file path of the document, relative to the repository
   */
  public String toSarif(String file) {
    return Sarif.write(findings, file);
  }
}
