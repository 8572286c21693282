package dev.tms.registration.report;

import dev.tms.registration.document.JsonText;
import dev.tms.registration.document.Position;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings in the Static Analysis Results Interchange Format 2.1.0 (OASIS). */
final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private Sarif() {}

  static String write(Report report, String file) {
    Map<String, Object> driver = new LinkedHashMap<>();
    driver.put("name", "TMS registration lint");
    driver.put("rules", report.rules().stream().map(Sarif::rule).toList());
    Map<String, Object> run = new LinkedHashMap<>();
    run.put("tool", Map.of("driver", driver));
    // 3.14.27: Jackson and Java count UTF-16 code units
    run.put("columnKind", "utf16CodeUnits");
    run.put("results", report.findings().stream().map(one -> result(report, one, file)).toList());
    Map<String, Object> log = new LinkedHashMap<>();
    log.put("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return JsonText.write(log);
  }

  private static Map<String, Object> rule(Rule rule) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", rule.id());
    json.put("shortDescription", text(sentence(rule.title())));
    json.put("fullDescription", text(sentence(rule.why() + " (" + rule.reference() + ")")));
    json.put("help", text(sentence(rule.advice())));
    json.put("defaultConfiguration", Map.of("level", rule.severity().toString()));
    return json;
  }

  private static Map<String, Object> result(Report report, Finding finding, String file) {
    Map<String, Object> physical = new LinkedHashMap<>();
    physical.put("artifactLocation", Map.of("uri", uri(file)));
    Position position = finding.position();
    if (position != null) {
      Map<String, Object> region = new LinkedHashMap<>();
      region.put("startLine", position.line());
      region.put("startColumn", position.column());
      physical.put("region", region);
    }
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("physicalLocation", physical);
    location.put("logicalLocations", List.of(Map.of("fullyQualifiedName", finding.path())));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ruleId", finding.rule().id());
    json.put("ruleIndex", report.rules().indexOf(finding.rule()));
    json.put("level", finding.rule().severity().toString());
    json.put("message", text(sentence(finding.subject() + ": " + finding.message())));
    json.put("locations", List.of(location));
    return json;
  }

  private static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  /** A path as a URI reference; a relative one stays relative. */
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
