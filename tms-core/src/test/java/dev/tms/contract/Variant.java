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
public record Variant(String basePath, boolean https, UnaryOperator<TmsBuilder> change) {
  /** Plain http on localhost, every default. */
  public static final Variant PLAIN = new Variant("", false, same -> same);

  /** As production has it: https outside, every default. */
  public static final Variant HTTPS = new Variant("", true, same -> same);

  /** Plain http with a change. */
  public static Variant with(UnaryOperator<TmsBuilder> change) {
    return new Variant("", false, change);
  }

  /** As production, with a change. */
  public static Variant httpsWith(UnaryOperator<TmsBuilder> change) {
    return new Variant("", true, change);
  }

  /** Plain http below a path. */
  public static Variant below(String basePath) {
    return new Variant(basePath, false, same -> same);
  }
}
