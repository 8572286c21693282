package dev.tms.registration.report;

import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.RegistrationDocument.Position;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The findings of a check. Immutable. */
public record Report(List<Rule> rules, List<Finding> findings) {
  public Report {
    rules = List.copyOf(rules);
    findings = List.copyOf(findings);
  }

  public static Report of(Collection<Rule> rules, List<Finding> findings) {
    return new Report(List.copyOf(rules), findings);
  }

  /** Returns a copy with the matching findings only. */
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
   * The report as text: the most severe findings first, each with its place, the reason and the
   * advice.
   *
   * @param file the name that places start with
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
   * The report as JSON: an object with {@code file}, the counts {@code errors}, {@code warnings}
   * and {@code notes}, and {@code findings}.
   *
   * @param file the name of the checked file
   */
  public String toJson(String file) {
    return JsonText.write(members(file));
  }

  /** The members of {@link #toJson}, in a new map that may be extended. */
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
   * The report as SARIF 2.1.0, for code hosts and editors.
   *
   * @param file path of the document, relative to the repository
   */
  public String toSarif(String file) {
    return Sarif.write(this, file);
  }

  /**
   * A fault, or something worth knowing.
   *
   * @param message what was found, on one line and without secrets
   * @param detail more lines, such as the text of a page; may be empty
   * @param subject kind and name of the registration; empty for an installation
   * @param path of the value, for example {@code $.redirectUris[0]}; empty for an installation
   * @param position of the value in the text; null if it was not read from text
   */
  public record Finding(
      Rule rule,
      Severity severity,
      String message,
      String detail,
      String subject,
      String path,
      @Nullable Position position) {

    public static Finding in(
        Rule rule, String subject, String path, String message, @Nullable Position position) {
      return new Finding(rule, rule.severity(), message, "", subject, path, position);
    }

    public static Finding of(Rule rule, Severity severity, String message, String detail) {
      return new Finding(rule, severity, message, detail, "", "", null);
    }
  }

  static final class Sarif {
    private static final String SCHEMA =
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    static String write(Report report, String file) {
      Map<String, Object> driver =
          object(
              "name",
              "TMS registration lint",
              "rules",
              report.rules().stream().map(Sarif::rule).toList());
      Map<String, Object> run =
          object(
              "tool", Map.of("driver", driver),
              // 3.14.27: Jackson and Java count UTF-16 code units
              "columnKind", "utf16CodeUnits",
              "results", report.findings().stream().map(one -> result(report, one, file)).toList());
      return JsonText.write(object("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run)));
    }

    private static Map<String, Object> object(Object... namesAndValues) {
      Map<String, Object> object = new LinkedHashMap<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        object.put(namesAndValues[i].toString(), namesAndValues[i + 1]);
      }
      return object;
    }

    private static Map<String, Object> rule(Rule rule) {
      return object(
          "id", rule.id(),
          "shortDescription", text(rule.title()),
          "fullDescription", text(rule.why() + " (" + rule.reference() + ")"),
          "help", text(rule.advice()),
          "defaultConfiguration", Map.of("level", rule.severity().toString()));
    }

    private static Map<String, Object> result(Report report, Finding finding, String file) {
      Map<String, Object> physical = object("artifactLocation", Map.of("uri", uri(file)));
      Position position = finding.position();
      if (position != null) {
        physical.put(
            "region", object("startLine", position.line(), "startColumn", position.column()));
      }
      Map<String, Object> location =
          object(
              "physicalLocation",
              physical,
              "logicalLocations",
              List.of(Map.of("fullyQualifiedName", finding.path())));
      return object(
          "ruleId", finding.rule().id(),
          "ruleIndex", report.rules().indexOf(finding.rule()),
          "level", finding.rule().severity().toString(),
          "message", text(finding.subject() + ": " + finding.message()),
          "locations", List.of(location));
    }

    private static Map<String, Object> text(String text) {
      return Map.of("text", text.endsWith(".") ? text : text + ".");
    }

    /** A path as a URI reference; relative paths stay relative. */
    private static String uri(String file) {
      String path = file.replace('\\', '/');
      boolean drive = path.matches("[A-Za-z]:/.*");
      try {
        return drive || path.startsWith("/")
            ? new URI("file", "", (drive ? "/" : "") + path, null).toASCIIString()
            : new URI(null, null, path, null).toASCIIString();
      } catch (URISyntaxException e) {
        return "registration.json";
      }
    }
  }
}
