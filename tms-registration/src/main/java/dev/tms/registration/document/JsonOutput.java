package dev.tms.registration.document;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON, members in the order of the map; for people two spaces for each level. */
public final class JsonOutput {
  private JsonOutput() {}

  /**
   * The object as JSON, with a line break at its end.
   *
   * @param object of texts, truth values, numbers, lists, maps and nulls; other values are written
   *     as their texts
   */
  public static String write(Map<String, ?> object) {
    return JsonText.write(object);
  }

  /**
   * A value as JSON on one line.
   *
   * @param value as those of {@link #write}
   */
  public static String compact(@Nullable Object value) {
    return JsonText.compact(value);
  }
}
