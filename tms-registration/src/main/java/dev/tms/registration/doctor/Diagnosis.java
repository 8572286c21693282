package dev.tms.registration.doctor;

import dev.tms.registration.doctor.Look.Outcome;
import dev.tms.registration.document.JsonText;
import dev.tms.registration.report.Report;
import dev.tms.registration.report.Report.Finding;
import dev.tms.registration.report.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of an examination. Immutable.
 *
 * @param findings the most severe first, and causes before consequences
 * @param looks one for each area, in order
 */
public record Diagnosis(List<Finding> findings, List<Look> looks) {
  public Diagnosis {
    List<String> order = new ArrayList<>();
    looks.forEach(look -> order.add(look.area().toString()));
    findings =
        findings.stream()
            .sorted(
                Comparator.comparing(Finding::severity)
                    .thenComparing(one -> order.indexOf(one.rule().area())))
            .toList();
    looks = List.copyOf(looks);
  }

  private Report report() {
    return Report.of(Patient.FAULTS.values(), findings);
  }

  public long count(Severity severity) {
    return report().count(severity);
  }

  /** Whether an error was found. */
  public boolean isIll() {
    return report().hasErrors();
  }

  /**
   * The report as text. The first line names the cause of the problems; the examined areas come
   * last.
   *
   * @param file the name of the configuration, which starts each finding
   */
  public String toText(String file) {
    StringBuilder text = new StringBuilder(report().toText(file)).append('\n');
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

  /**
   * The report as JSON: an object with {@code file}, the counts {@code errors}, {@code warnings}
   * and {@code notes}, {@code findings} and {@code looks}.
   *
   * @param file the name of the configuration
   */
  public String toJson(String file) {
    Map<String, Object> report = report().members(file);
    report.put("looks", looks.stream().map(Diagnosis::json).toList());
    return JsonText.write(report);
  }

  private static Map<String, Object> json(Look look) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("area", look.area().toString());
    json.put("outcome", look.outcome().toString());
    json.put("detail", look.detail());
    return json;
  }
}
