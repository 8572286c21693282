package dev.tms.preset;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values for the placeholders of URL templates, such as {@code {tenant}} in {@code
 * https://{tenant}/oauth2/token/{applicationId}}. Immutable.
 */
public final class Placeholders {
  /** No values. */
  public static final Placeholders NONE = new Placeholders(Map.of());

  /** How it goes on about a value that does not do. */
  public static final String UNSOUND =
      "must have letters, digits and . _ ~ - only, to stand in a URL as it is";

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}/]*)\\}");
  // RFC 3986 2.3: these stand for themselves anywhere in a URL; a port, where the value is a host
  private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~-]{1,200}(:[0-9]{1,5})?");

  private final Map<String, String> values;

  private Placeholders(Map<String, String> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** These values by the names of the placeholders. */
  public static Placeholders of(Map<String, String> values) {
    return new Placeholders(values);
  }

  /** The same with one more. */
  public Placeholders with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(name, value);
    return new Placeholders(more);
  }

  /** The value of this placeholder, or null. */
  public @Nullable String value(String name) {
    return values.get(name);
  }

  /**
   * The template with every placeholder replaced.
   *
   * @throws IllegalArgumentException names every one that has no value, or a value that would not
   *     stand in a URL as it is
   */
  public String fill(String template) {
    Matcher found = PLACEHOLDER.matcher(template);
    StringBuilder filled = new StringBuilder();
    Set<String> problems = new LinkedHashSet<>();
    while (found.find()) {
      String value = values.get(found.group(1));
      if (value == null) {
        problems.add("nothing fills " + found.group() + " in " + template);
      } else if (!isSound(value)) {
        problems.add("the value of " + found.group() + " " + UNSOUND + ": " + value);
      } else {
        found.appendReplacement(filled, Matcher.quoteReplacement(value));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    found.appendTail(filled);
    return filled.toString();
  }

  /** Whether a value can stand in a URL as it is. */
  public static boolean isSound(String value) {
    return SOUND.matcher(value).matches();
  }

  /** The names of the placeholders in a template, in their order. */
  public static Set<String> namesIn(String template) {
    Set<String> names = new LinkedHashSet<>();
    Matcher found = PLACEHOLDER.matcher(template);
    while (found.find()) {
      names.add(found.group(1));
    }
    return names;
  }

  /** The names only. */
  @Override
  public String toString() {
    return "Placeholders" + values.keySet();
  }
}
