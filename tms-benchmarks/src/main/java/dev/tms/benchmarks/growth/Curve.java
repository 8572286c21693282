package dev.tms.benchmarks.growth;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was measured, as a table and as charts.
 *
 * @param name of the table's place in the page
 */
record Curve(String name, List<String> header, List<List<String>> rows, List<Chart> charts) {
  /** Cells are shown with so many digits as say something. */
  static String cell(double value) {
    String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
    return format.formatted(value);
  }

  /** A count. */
  static String cell(long value) {
    return "%,d".formatted(value);
  }

  /** Charts, and the table below them. */
  String markdown() {
    StringBuilder text = new StringBuilder("\n");
    for (Chart chart : charts) {
      text.append("![%s](growth/%s.svg)\n".formatted(chart.title(), chart.name()));
    }
    text.append(charts.isEmpty() ? "" : "\n");
    row(text, header);
    text.append("|---".repeat(header.size())).append("|\n");
    rows.forEach(row -> row(text, row));
    return text.append('\n').toString();
  }

  private static void row(StringBuilder text, List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** A measured point. */
  record Point(double x, double y) {}

  /**
   * Lines over a common axis. The vertical axis begins at 0; the horizontal one is logarithmic
   * where it spans more than a factor of 50.
   *
   * @param name of the file
   * @param lines by what they show
   */
  record Chart(String name, String title, String across, Map<String, List<Point>> lines) {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 240;
    private static final int LEFT = 52;
    private static final int TOP = 30;
    private static final int RIGHT = 12;
    private static final int BOTTOM = 40;
    private static final int KEY = 18;

    String svg() {
      List<Point> all = lines.values().stream().flatMap(List::stream).toList();
      double least = all.stream().mapToDouble(Point::x).min().orElse(0);
      double most = all.stream().mapToDouble(Point::x).max().orElse(1);
      double high = rounded(all.stream().mapToDouble(Point::y).max().orElse(1));
      boolean isLog = most > 50 * least;
      int height = HEIGHT + KEY * lines.size();
      StringBuilder text =
          new StringBuilder(
              """
              <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">
              <style>
              text{font:12px sans-serif;fill:#1f2328}
              .title{font-weight:bold}
              .grid{stroke:#8c959f;stroke-opacity:.4}
              .l0{--c:#0969da}.l1{--c:#cf222e}.l2{--c:#1a7f37}.l3{--c:#9a6700}.l4{--c:#8250df}
              polyline{fill:none;stroke:var(--c);stroke-width:2}
              circle,rect{fill:var(--c)}
              @media(prefers-color-scheme:dark){text{fill:#e6edf3}
              .l0{--c:#58a6ff}.l1{--c:#ff7b72}.l2{--c:#3fb950}.l3{--c:#d29922}.l4{--c:#bc8cff}}
              </style>
              <text class="title" x="4" y="16">%s</text>
              """
                  .formatted(WIDTH, height, WIDTH, height, title));
      for (int i = 0; i <= 4; i++) {
        int y = y(high * i / 4, high);
        text.append(
            "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                .formatted(LEFT, y, WIDTH - RIGHT, y));
        label(text, LEFT - 6, y + 4, "end", number(high * i / 4));
      }
      for (double x : all.stream().mapToDouble(Point::x).distinct().sorted().toArray()) {
        label(text, x(x, least, most, isLog), HEIGHT - BOTTOM + 16, "middle", number(x));
      }
      label(text, WIDTH / 2, HEIGHT - 6, "middle", across);
      int line = 0;
      for (Map.Entry<String, List<Point>> each : lines.entrySet()) {
        line(text, line++, each.getKey(), each.getValue(), least, most, isLog, high);
      }
      return text.append("</svg>\n").toString();
    }

    private static void line(
        StringBuilder text,
        int number,
        String name,
        List<Point> points,
        double least,
        double most,
        boolean isLog,
        double high) {
      text.append("<g class=\"l%d\">\n<polyline points=\"".formatted(number));
      StringBuilder dots = new StringBuilder();
      for (Point point : points) {
        int x = x(point.x, least, most, isLog);
        int y = y(point.y, high);
        text.append("%d,%d ".formatted(x, y));
        dots.append("<circle cx=\"%d\" cy=\"%d\" r=\"3\"/>\n".formatted(x, y));
      }
      int y = HEIGHT + KEY * number;
      text.append("\"/>\n").append(dots);
      text.append("<rect x=\"%d\" y=\"%d\" width=\"16\" height=\"4\"/>\n".formatted(LEFT, y + 4));
      label(text, LEFT + 24, y + 10, "start", name);
      text.append("</g>\n");
    }

    private static void label(StringBuilder text, int x, int y, String anchor, String label) {
      text.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, label));
    }

    private static int x(double x, double least, double most, boolean isLog) {
      double part =
          isLog
              ? Math.log(x / least) / Math.log(most / least)
              : (x - least) / Math.max(1, most - least);
      return (int) Math.round(LEFT + 10 + part * (WIDTH - LEFT - RIGHT - 24));
    }

    private static int y(double y, double high) {
      return (int) Math.round(HEIGHT - BOTTOM - y / high * (HEIGHT - BOTTOM - TOP));
    }

    /** The next number of one or two digits and zeros that four parts go into. */
    private static double rounded(double most) {
      double unit = Math.pow(10, Math.floor(Math.log10(Math.max(most, 1e-3))));
      for (double step : new double[] {1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8}) {
        if (most <= step * unit) {
          return step * unit;
        }
      }
      return 10 * unit;
    }

    private static String number(double value) {
      if (value >= 1_000_000) {
        return number(value / 1_000_000) + "M";
      }
      if (value >= 10_000) {
        return number(value / 1_000) + "k";
      }
      return String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
    }
  }
}
