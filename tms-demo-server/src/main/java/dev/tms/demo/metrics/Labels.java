package dev.tms.demo.metrics;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of one label, of which there are never more than so many: each value makes a series that
 * lives as long as the process. Thread-safe.
 */
final class Labels {
  static final String OTHER = "other";
  static final String NONE = "none";

  private static final Pattern WORD = Pattern.compile("[a-z0-9_.-]{1,128}");

  private final int most;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  Labels(int most) {
    this.most = most;
  }

  /** The value, in lower case; {@code other} where it is no word or one too many. */
  String value(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return NONE;
    }
    String value = given.toLowerCase(Locale.ROOT);
    if (known.contains(value)) {
      return value;
    }
    // two at once may both find the last place: the bound is not meant to the letter
    if (known.size() >= most || !WORD.matcher(value).matches()) {
      return OTHER;
    }
    known.add(value);
    return value;
  }
}
