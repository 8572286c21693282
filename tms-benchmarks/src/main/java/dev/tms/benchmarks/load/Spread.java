package dev.tms.benchmarks.load;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The median of some rounds, and how far they lie apart. */
record Spread(double min, double median, double max) {
  private static final int SETTLED_ROUNDS = 3;
  private static final double SETTLED_RATIO = 1.05;

  /** Throws IllegalArgumentException without a value. */
  static Spread of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a spread needs a value");
    }
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  static Spread of(Collection<Round> rounds, ToDoubleFunction<Round> figure) {
    return of(rounds.stream().map(figure::applyAsDouble).toList());
  }

  /** Whether the last three values differ by under 5 %. */
  static boolean settled(List<Double> values) {
    if (values.size() < SETTLED_ROUNDS) {
      return false;
    }
    Spread last = of(values.subList(values.size() - SETTLED_ROUNDS, values.size()));
    return last.max < last.min * SETTLED_RATIO;
  }

  /** Such as {@code 80.1 (77.0–89.2)}, with a format of one value. */
  String text(String format) {
    String form = format + " (" + format + "–" + format + ")";
    return String.format(Locale.ROOT, form, median, min, max);
  }
}
