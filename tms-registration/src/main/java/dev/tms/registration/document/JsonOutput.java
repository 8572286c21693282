package dev.tms.registration.document;

import java.util.Map;

/** JSON for people and tools: two spaces for each level, members in the order of the map. */
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
}
