package dev.tms.registration.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The severity of a finding. */
public enum Severity {
  /** It does not work, or is insecure. */
  ERROR,
  /** It works, but is weaker or more fragile than it should be. */
  WARNING,
  /** Worth knowing. */
  NOTE;

  /** The counts by severity, for example {@code 1 error, 0 warnings, 2 notes}. */
  public static String counted(ToLongFunction<Severity> count) {
    return Arrays.stream(values())
        .map(one -> count.applyAsLong(one) + " " + one + (count.applyAsLong(one) == 1 ? "" : "s"))
        .collect(Collectors.joining(", "));
  }

  /** In lower case, as in SARIF. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
