package dev.tms.web;

import dev.tms.http.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of a request (RFC 6265 section 5.4). Parsing never fails; a name that occurs with
 * different values is ambiguous and has no value.
 *
 * @param values the distinct values of each name, in order
 */
public record Cookies(Map<String, List<String>> values) {
  private static final int MAX_COOKIES = 2_000;

  public static Cookies of(Request request) {
    return parse(request.headers("Cookie"));
  }

  /** Reads at most 2,000 cookies (browsers send up to 180). */
  public static Cookies parse(List<String> fields) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int kept = 0;
    for (String field : fields) {
      int start = 0;
      while (start < field.length() && kept < MAX_COOKIES) {
        int end = field.indexOf(';', start);
        end = end < 0 ? field.length() : end;
        kept += add(values, field, start, end);
        start = end + 1;
      }
    }
    return new Cookies(Collections.unmodifiableMap(values));
  }

  /** Returns the number of added cookies: 0 or 1. */
  private static int add(Map<String, List<String>> values, String field, int start, int end) {
    int equals = start;
    while (equals < end && field.charAt(equals) != '=') {
      equals++;
    }
    if (equals == end) {
      return 0;
    }
    String name = trimmed(field, start, equals);
    String value = trimmed(field, equals + 1, end);
    List<String> before = values.putIfAbsent(name, List.of(value));
    if (before == null) {
      return 1;
    }
    if (before.contains(value)) {
      return 0;
    }
    if (before.size() == 1) {
      before = new ArrayList<>(before);
      values.put(name, before);
    }
    before.add(value);
    return 1;
  }

  /** RFC 6265 section 5.2: strips spaces and tabs around name and value, and nothing else. */
  private static String trimmed(String field, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(field.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(field.charAt(end - 1))) {
      end--;
    }
    return field.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** The cookie's value; null if absent or ambiguous. */
  public @Nullable String value(String name) {
    List<String> all = values.getOrDefault(name, List.of());
    return all.size() == 1 ? all.get(0) : null;
  }

  /** The distinct values, in order; several if the name is ambiguous. */
  public List<String> values(String name) {
    return Collections.unmodifiableList(values.getOrDefault(name, List.of()));
  }

  public boolean isAmbiguous(String name) {
    return values.getOrDefault(name, List.of()).size() > 1;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Set<String> names() {
    return values.keySet();
  }

  /** Prints only the names: values are secret. */
  @Override
  public String toString() {
    return "Cookies" + names();
  }
}
