package dev.tms.contract;

import dev.tms.TmsBuilder;
import java.util.function.UnaryOperator;

/**
 * A way to set a service up. The same object stands for the same running service within a suite, so
 * keep it in a constant.
 *
 * @param basePath empty, or for example {@code /tms}
 * @param https whether the public URL and the front end are https; the service itself listens on
 *     clear http
 * @param change what differs from the suite's settings
 */
record Variant(String basePath, boolean https, UnaryOperator<TmsBuilder> change) {
  /** Plain http on localhost, every default. */
  static final Variant PLAIN = new Variant("", false, same -> same);

  /** As production has it: https outside, every default. */
  static final Variant HTTPS = new Variant("", true, same -> same);

  static Variant with(UnaryOperator<TmsBuilder> change) {
    return new Variant("", false, change);
  }

  static Variant httpsWith(UnaryOperator<TmsBuilder> change) {
    return new Variant("", true, change);
  }

  static Variant below(String basePath) {
    return new Variant(basePath, false, same -> same);
  }
}
