package dev.tms.benchmarks.load;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What a run showed: tables in Markdown, and charts. */
final class Report {
  private static final String MICROS = "%,.1f";
  private static final String WHOLE = "%,.0f";
  private static final String RATIO = "%.2f";

  private final List<CallKind> calls;
  private final List<Result> results;

  /** Takes the results of one run, TMS's first. */
  Report(List<CallKind> calls, List<Result> results) {
    this.calls = calls;
    this.results = results;
  }

  String tables() {
    StringBuilder text = new StringBuilder();
    for (CallKind call : calls) {
      text.append(table(call)).append('\n');
    }
    text.append(sizes());
    if (!results.get(0).atHalf().isEmpty()) {
      text.append('\n').append(latencies());
    }
    return text.toString();
  }

  /** By the names of their files. */
  Map<String, String> charts() {
    return Map.of(
        "load-processor-time.svg",
        chart("Processor time for a request, µs", WHOLE, Round::micros),
        "load-throughput.svg",
        chart("Requests per second", WHOLE, Round::perSecond));
  }

  private String table(CallKind call) {
    StringBuilder text = new StringBuilder();
    row(
        text,
        call.toString(),
        "processor time for a request, µs",
        "requests per second",
        "TMS takes … times its processor time",
        "TMS answers … times its requests");
    text.append("|---|---|---|---|---|\n");
    List<Round> tms = results.get(0).rounds(call);
    for (Result result : results) {
      List<Round> its = result.rounds(call);
      row(
          text,
          result.server().title(),
          Spread.of(its, Round::micros).text(MICROS),
          Spread.of(its, Round::perSecond).text(WHOLE),
          its == tms ? "" : ratio(tms, its, Round::micros).text(RATIO),
          its == tms ? "" : ratio(tms, its, Round::perSecond).text(RATIO));
    }
    return text.toString();
  }

  private String sizes() {
    StringBuilder text = new StringBuilder();
    row(text, "", "cookies sent, bytes", "resident, MB", "most of it, MB");
    text.append("|---|---|---|---|\n");
    for (Result result : results) {
      row(
          text,
          result.server().title(),
          number(result.cookieBytes()),
          number(result.residentMegabytes()),
          number(result.mostMegabytes()));
    }
    return text.toString();
  }

  private String latencies() {
    StringBuilder text = new StringBuilder();
    row(text, "at half of the most requests", "call", "requests per second", "p99, ms");
    text.append("|---|---|---|---|\n");
    for (Result result : results) {
      result
          .atHalf()
          .forEach(
              (call, round) ->
                  row(
                      text,
                      result.server().title(),
                      call.toString(),
                      number(round.perSecond()),
                      String.format(Locale.ROOT, MICROS, round.p99Millis())));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, WHOLE, value);
  }

  private String chart(String title, String format, ToDoubleFunction<Round> figure) {
    List<Chart.Row> rows =
        results.stream()
            .map(
                result -> {
                  Map<CallKind, Spread> bars = new EnumMap<>(CallKind.class);
                  calls.forEach(call -> bars.put(call, Spread.of(result.rounds(call), figure)));
                  return new Chart.Row(result.server().title(), bars);
                })
            .toList();
    return Chart.svg(title, format, calls, rows);
  }

  /** Each round with the same round of the other, so that a slow minute counts for both. */
  static Spread ratio(List<Round> ones, List<Round> others, ToDoubleFunction<Round> figure) {
    return Spread.of(
        IntStream.range(0, Math.min(ones.size(), others.size()))
            .mapToObj(i -> figure.applyAsDouble(ones.get(i)) / figure.applyAsDouble(others.get(i)))
            .toList());
  }
}
