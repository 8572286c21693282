package dev.tms.registration.doctor;

import dev.tms.registration.doctor.Look.Outcome;
import dev.tms.registration.document.JsonOutput;
import dev.tms.registration.lint.Severity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an examination found. Immutable.
 *
 * @param findings the most severe first, among those what is the cause of others
 * @param looks one for each area, in their order
 */
public record Diagnosis(List<Finding> findings, List<Look> looks) {
  /** Sorts the findings and copies both lists. */
  public Diagnosis {
    findings =
        findings.stream()
            .sorted(Comparator.comparing(Finding::severity).thenComparing(f -> f.fault().area()))
            .toList();
    looks = List.copyOf(looks);
  }

  /** How many findings there are of a severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Whether something will fail: an error was found. */
  public boolean isIll() {
    return count(Severity.ERROR) > 0;
  }

  /**
   * The report for people. Its first line names the cause of what is wrong; what was looked at is
   * at the end.
   *
   * @param file the name of the configuration, with which findings begin
   */
  public String toText(String file) {
    StringBuilder text = new StringBuilder();
    findings.forEach(finding -> append(text, file, finding));
    text.append(findings.isEmpty() ? "nothing found" : Severity.counted(this::count))
        .append("\n\n");
    looks.stream()
        .filter(look -> look.outcome() != Outcome.SKIPPED)
        .forEach(
            look ->
                appendLine(
                    text,
                    look.area().toString(),
                    "%-8s  %s".formatted(look.outcome(), look.detail())));
    skipped().forEach((why, areas) -> appendLine(text, "not checked", areas + ": " + why));
    return text.toString();
  }

  /** The areas that no one looked at, by the reason. */
  private Map<String, String> skipped() {
    return looks.stream()
        .filter(look -> look.outcome() == Outcome.SKIPPED)
        .collect(
            Collectors.toMap(
                Look::detail,
                look -> look.area().toString(),
                (one, other) -> one + ", " + other,
                LinkedHashMap::new));
  }

  private static void appendLine(StringBuilder text, String name, String rest) {
    text.append(String.format(Locale.ROOT, "%-13s  %s", name, rest).stripTrailing()).append('\n');
  }

  private static void append(StringBuilder text, String file, Finding finding) {
    Fault fault = finding.fault();
    text.append(
        "%s: %s: %s [%s]\n".formatted(file, finding.severity(), finding.message(), fault.id()));
    finding.detail().lines().forEach(line -> text.append("  | ").append(line).append('\n'));
    text.append("  why: ").append(fault.why()).append('\n');
    text.append("  fix: ").append(fault.fix()).append("\n\n");
  }

  /**
   * The report for programs: an object with {@code file}, the counts {@code errors}, {@code
   * warnings} and {@code notes}, {@code findings} and {@code looks}.
   *
   * @param file the name of the configuration
   */
  public String toJson(String file) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("file", file);
    for (Severity severity : Severity.values()) {
      report.put(severity + "s", count(severity));
    }
    report.put("findings", findings.stream().map(Diagnosis::json).toList());
    report.put("looks", looks.stream().map(Diagnosis::json).toList());
    return JsonOutput.write(report);
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("fault", finding.fault().id());
    json.put("area", finding.fault().area().toString());
    json.put("severity", finding.severity().toString());
    json.put("message", finding.message());
    if (!finding.detail().isEmpty()) {
      json.put("detail", finding.detail());
    }
    json.put("why", finding.fault().why());
    json.put("fix", finding.fault().fix());
    return json;
  }

  private static Map<String, Object> json(Look look) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("area", look.area().toString());
    json.put("outcome", look.outcome().toString());
    json.put("detail", look.detail());
    return json;
  }
}
