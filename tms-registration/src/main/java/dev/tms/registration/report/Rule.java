package dev.tms.registration.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A possible fault of a registration or an installation.
 *
 * @param id for example {@code code-without-pkce}; never changes
 * @param area of an installation; empty for registrations
 * @param severity the default for findings
 * @param title the fault; empty if each finding has its own
 * @param why the consequences
 * @param reference the section of a specification, or the source of the practice; may be empty
 * @param advice how to fix it
 * @param isFixable whether the linter can fix it
 */
public record Rule(
    String id,
    String area,
    Severity severity,
    String title,
    String why,
    String reference,
    String advice,
    boolean isFixable) {
  private static final String FIX = " **(fix)**";

  /** Reads the rules of a Markdown table in the resources of a class, by id and in order. */
  public static Map<String, Rule> table(Class<?> beside, String file) {
    List<List<String>> rows = rows(beside, file);
    List<String> names = rows.get(0);
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (List<String> cells : rows.subList(2, rows.size())) {
      Map<String, String> row = new HashMap<>();
      for (int i = 0; i < names.size(); i++) {
        row.put(names.get(i), cells.get(i));
      }
      Rule rule = of(cells.get(0).replace("`", ""), row);
      rules.put(rule.id, rule);
    }
    return rules;
  }

  private static List<List<String>> rows(Class<?> beside, String file) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> List.of(line.replaceAll("^\\| | \\|$", "").split(" \\| ", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Rule of(String id, Map<String, String> row) {
    String fix = row.getOrDefault("fix", "");
    return new Rule(
        id,
        row.getOrDefault("area", ""),
        Severity.valueOf(row.getOrDefault("severity", "").toUpperCase(Locale.ROOT)),
        row.getOrDefault("what is wrong", ""),
        row.getOrDefault("why it matters", ""),
        row.getOrDefault("reference", ""),
        fix.replace(FIX, ""),
        fix.endsWith(FIX));
  }

  @Override
  public String toString() {
    return id;
  }
}
