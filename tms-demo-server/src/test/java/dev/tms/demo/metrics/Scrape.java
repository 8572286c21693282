package dev.tms.demo.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code /metrics} has answered: series and their values. */
final class Scrape {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{.*\\})?) (\\S+)");

  private final Map<String, Double> series = new LinkedHashMap<>();

  Scrape(String text) {
    for (String line : text.split("\n", -1)) {
      Matcher matcher = LINE.matcher(line);
      if (!line.startsWith("#") && !line.isEmpty()) {
        if (!matcher.matches()) {
          throw new IllegalArgumentException("no line of Prometheus: " + line);
        }
        series.put(matcher.group(1), Double.valueOf(matcher.group(2)));
      }
    }
  }

  /** The value of a series, such as {@code a_total{b="c"}}; 0 where there is none. */
  double value(String name) {
    return series.getOrDefault(name, 0.0);
  }

  Map<String, Double> all() {
    return series;
  }

  /** The names before the labels. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    series.keySet().forEach(one -> names.add(one.replaceAll("\\{.*", "")));
    return names;
  }
}
