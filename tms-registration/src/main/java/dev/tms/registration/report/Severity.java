package dev.tms.registration.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How much a finding matters. */
public enum Severity {
  /** It does not work, or is unsafe. */
  ERROR,
  /** It works, and is weaker or more fragile than it should be. */
  WARNING,
  /** Worth knowing. */
  NOTE;

  /** How many there are of each, in words: {@code 1 error, 0 warnings, 2 notes}. */
  public static String counted(ToLongFunction<Severity> count) {
    return Arrays.stream(values())
        .map(one -> count.applyAsLong(one) + " " + one + (count.applyAsLong(one) == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }

  /** In lower case, which is also SARIF's level. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
