package dev.tms.benchmarks.load;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars as SVG, readable in light and dark: a row for each server, a bar for each call. */
final class Chart {
  /**
   * A server.
   *
   * @param bars length of each call's bar, with its spread as a line
   */
  record Row(String title, Map<CallKind, Spread> bars) {}

  private static final int WIDTH = 820;
  private static final int BARS_X = 350;
  private static final int LONGEST_BAR = 380;
  private static final int BAR = 14;
  private static final int GAP = 14;
  private static final int HEAD = 40;
  private static final String STYLE =
      """
      <style>
      text{font:13px sans-serif;fill:#1f2328}
      .title{font-weight:bold}
      .session{fill:#0969da}
      .token{fill:#bf8700}
      path{stroke:#6e7781;stroke-width:2}
      @media(prefers-color-scheme:dark){text{fill:#e6edf3}.session{fill:#4493f8}.token{fill:#d29922}}
      </style>
      """;

  private Chart() {}

  static String svg(String title, String format, List<CallKind> calls, List<Row> rows) {
    double most =
        rows.stream()
            .flatMap(row -> row.bars().values().stream())
            .mapToDouble(Spread::max)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    int rowHeight = calls.size() * BAR + GAP;
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n"
            .formatted(WIDTH, HEAD + rows.size() * rowHeight));
    svg.append(STYLE);
    svg.append("<text class=\"title\" x=\"0\" y=\"16\">%s</text>\n".formatted(title));
    for (int i = 0; i < calls.size(); i++) {
      int x = BARS_X + i * 130;
      svg.append(rectangle(calls.get(i), x, 6, 12, 12));
      svg.append("<text x=\"%d\" y=\"16\">%s</text>\n".formatted(x + 18, calls.get(i)));
    }
    int y = HEAD;
    for (Row row : rows) {
      int middle = y + calls.size() * BAR / 2;
      svg.append("<text x=\"0\" y=\"%d\">%s</text>\n".formatted(middle + 5, escaped(row.title())));
      for (CallKind call : calls) {
        Spread spread = row.bars().get(call);
        if (spread != null) {
          bar(svg, call, y, spread, LONGEST_BAR / most, format);
        }
        y += BAR;
      }
      y += GAP;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(
      StringBuilder svg, CallKind call, int y, Spread spread, double scale, String format) {
    int middle = y + BAR / 2;
    long from = BARS_X + Math.round(spread.min() * scale);
    long to = BARS_X + Math.round(spread.max() * scale);
    svg.append(rectangle(call, BARS_X, y, Math.round(spread.median() * scale), BAR - 2));
    svg.append("<path d=\"M%d %dH%d\"/>\n".formatted(from, middle - 1, to));
    svg.append("<text x=\"%d\" y=\"%d\">".formatted(to + 6, middle + 4));
    svg.append(String.format(Locale.ROOT, format, spread.median())).append("</text>\n");
  }

  private static String rectangle(CallKind call, int x, int y, long width, int height) {
    return "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n"
        .formatted(call.name().toLowerCase(Locale.ROOT), x, y, width, height);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
