package dev.tms.registration.report;

import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.Position;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What was found. Immutable.
 *
 * @param rules all that was looked for
 * @param findings in the order in which they were found
 */
public record Report(List<Rule> rules, List<Finding> findings) {
  public Report {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
  }

  public static Report of(Collection<Rule> rules, List<Finding> findings) {
    return new Report(List.copyOf(rules), findings);
  }

  /** The same with these findings alone. */
  public Report only(Predicate<Finding> wanted) {
    return new Report(rules, findings.stream().filter(wanted).toList());
  }

  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

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
    findings.stream()
        .sorted(Comparator.comparing(Finding::severity))
        .forEach(finding -> append(text, file, finding));
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
    text.append(": %s: %s [%s]\n".formatted(finding.severity(), finding.message(), rule.id()));
    if (!finding.path().isEmpty()) {
      text.append("  at %s of %s\n".formatted(finding.path(), finding.subject()));
    }
    finding.detail().lines().forEach(line -> text.append("  | ").append(line).append('\n'));
    String reference = rule.reference().isEmpty() ? "" : " (" + rule.reference() + ")";
    text.append("  why: %s%s\n".formatted(rule.why(), reference));
    text.append("  fix: %s%s\n\n".formatted(rule.advice(), rule.isFixable() ? " (--fix)" : ""));
  }

  /**
   * The report for programs: an object with {@code file}, the counts {@code errors}, {@code
   * warnings} and {@code notes}, and {@code findings}.
   *
   * @param file name of what was looked at
   */
  public String toJson(String file) {
    return JsonText.write(members(file));
  }

  /** The members of {@link #toJson}, to which others may be added. */
  public Map<String, Object> members(String file) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file);
    for (Severity severity : Severity.values()) {
      report.put(severity + "s", count(severity));
    }
    report.put("findings", findings.stream().map(Report::json).toList());
    return report;
  }

  private static Map<String, Object> json(Finding finding) {
    Rule rule = finding.rule();
    boolean isInDocument = rule.area().isEmpty();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(isInDocument ? "rule" : "fault", rule.id());
    if (!isInDocument) {
      json.put("area", rule.area());
    }
    json.put("severity", finding.severity().toString());
    if (isInDocument) {
      json.put("subject", finding.subject());
      json.put("path", finding.path());
    }
    Position position = finding.position();
    if (position != null) {
      json.put("line", position.line());
      json.put("column", position.column());
    }
    json.put("message", finding.message());
    if (!finding.detail().isEmpty()) {
      json.put("detail", finding.detail());
    }
    json.put("why", rule.why());
    if (isInDocument) {
      json.put("reference", rule.reference());
    }
    json.put("fix", rule.advice());
    if (isInDocument) {
      json.put("fixable", rule.isFixable());
    }
    return json;
  }

  /**
   * The report for code hosts and editors: SARIF 2.1.0.
   *
   * @param file path of the document, relative to the repository
   */
  public String toSarif(String file) {
    return Sarif.write(this, file);
  }
}
