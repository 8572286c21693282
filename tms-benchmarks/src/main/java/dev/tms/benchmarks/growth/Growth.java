package dev.tms.benchmarks.growth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures the curves and writes their tables and charts into {@code docs/growth.md}. Arguments are
 * the page, and the curves to measure; none means all.
 */
public final class Growth {
  private static final Map<String, Callable<Curve>> CURVES = new LinkedHashMap<>();

  static {
    CURVES.put("size", SizeCurve::measure);
    CURVES.put("keys", KeysCurve::measure);
    CURVES.put("ledger", LedgerCurve::measure);
    CURVES.put("operations", OperationsTable::measure);
    CURVES.put("provider", ProviderCurve::measure);
    CURVES.put("nodes", NodesCurve::measure);
    CURVES.put("sessions", SessionsCurve::measure);
  }

  private Growth() {}

  /** Measures and writes. */
  public static void main(String[] arguments) throws Exception {
    Logger log = Logger.getLogger("dev.tms");
    log.setLevel(Level.SEVERE);
    Path page = Path.of(arguments.length == 0 ? "docs/growth.md" : arguments[0]);
    List<String> names =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    if (!Files.isRegularFile(page) || !CURVES.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "usage: Growth [page [curve ...]]; the page is a file such as docs/growth.md, got "
              + page
              + "; curves are "
              + CURVES.keySet()
              + ", got "
              + names);
    }
    for (Map.Entry<String, Callable<Curve>> curve : CURVES.entrySet()) {
      if (names.isEmpty() || names.contains(curve.getKey())) {
        write(page, curve.getValue().call());
      }
    }
    System.exit(0); // servers of stores end with the process
  }

  private static void write(Path page, Curve curve) throws IOException {
    Path folder = Files.createDirectories(page.resolveSibling("growth"));
    for (Curve.Chart chart : curve.charts()) {
      Files.writeString(folder.resolve(chart.name() + ".svg"), chart.svg());
    }
    String text = Files.readString(page);
    String begin = "<!-- Growth " + curve.name() + " -->\n";
    int from = text.indexOf(begin) + begin.length();
    int to = text.indexOf("<!-- end -->", from);
    if (from < begin.length() || to < 0) {
      throw new IllegalArgumentException(
          page + " has no lines '" + begin.strip() + "' and '<!-- end -->' to write between");
    }
    Files.writeString(page, text.substring(0, from) + curve.markdown() + text.substring(to));
    System.out.println(curve.name() + curve.markdown());
  }
}
