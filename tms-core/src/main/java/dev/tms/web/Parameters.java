package dev.tms.web;

import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.problem.ErrorCode;
import dev.tms.problem.TmsException;
import dev.tms.text.Percent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or an {@code application/x-www-form-urlencoded} body, in order.
 *
 * @param values by name; immutable
 */
public record Parameters(Map<String, List<String>> values) {
  private static final int MAX_FORM_BYTES = 64 * 1024;
  private static final int MAX_PARAMETERS = 100;

  /** Equals no value that this service sends, and no code may have it. */
  private static final String UNREADABLE = "\uFFFD";

  public static Parameters ofQuery(Request request) {
    return parse(request.query());
  }

  /**
   * The parameters of an authorization response, by query or form. What cannot be decoded reads
   * {@link #UNREADABLE}: some providers describe errors in ISO 8859-1.
   */
  public static Parameters ofAnswer(Request request) {
    return request.method().equals("POST") ? ofForm(request, true) : parse(request.query(), true);
  }

  /** The parameters of a form body; none if the body has another content type. */
  public static Parameters ofForm(Request request) {
    return ofForm(request, false);
  }

  private static Parameters ofForm(Request request, boolean isLenient) {
    String type = request.header("Content-Type");
    if (type == null || !Header.mediaType(type).equals("application/x-www-form-urlencoded")) {
      return new Parameters(Map.of());
    }
    return parse(orInvalid(Percent.utf8(request.body().readAll(MAX_FORM_BYTES))), isLenient);
  }

  public static Parameters parse(@Nullable String text) {
    return parse(text, false);
  }

  private static Parameters parse(@Nullable String text, boolean isLenient) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int count = 0;
    int start = 0;
    while (text != null && start < text.length()) {
      int end = text.indexOf('&', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        if (++count > MAX_PARAMETERS) {
          throw new TmsException(
              ErrorCode.REQUEST_INVALID, "more than " + MAX_PARAMETERS + " parameters");
        }
        add(values, text.substring(start, end), isLenient);
      }
      start = end + 1;
    }
    values.replaceAll((name, all) -> List.copyOf(all));
    return new Parameters(Collections.unmodifiableMap(values));
  }

  private static void add(Map<String, List<String>> values, String pair, boolean isLenient) {
    int equals = pair.indexOf('=');
    String name = decode(equals < 0 ? pair : pair.substring(0, equals), isLenient);
    String value = equals < 0 ? "" : decode(pair.substring(equals + 1), isLenient);
    if (isLenient && name.equals(UNREADABLE)) {
      return;
    }
    values.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
  }

  private static String decode(String text, boolean isLenient) {
    String decoded = Percent.decode(text.replace('+', ' '));
    return decoded == null && isLenient ? UNREADABLE : orInvalid(decoded);
  }

  private static String orInvalid(@Nullable String text) {
    if (text == null) {
      throw new TmsException(
          ErrorCode.REQUEST_INVALID, "a percent escape is malformed, or the text is not UTF-8");
    }
    return text;
  }

  public @Nullable String first(String name) {
    List<String> all = values.get(name);
    return all == null ? null : all.get(0);
  }

  public @Nullable String firstIgnoreCase(String name) {
    for (Map.Entry<String, List<String>> entry : values.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue().get(0);
      }
    }
    return null;
  }

  public boolean has(String name) {
    return values.containsKey(name);
  }

  public boolean hasRepetition() {
    return values.values().stream().anyMatch(all -> all.size() > 1);
  }

  /** Null if absent or empty (RFC 6749 3.1); the first value if it {@link #contradicts} itself. */
  public @Nullable String value(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse(null);
  }

  public int count(String name) {
    return values.getOrDefault(name, List.of()).size();
  }

  /** Returns whether the name occurs with two different values; empty values do not count. */
  public boolean contradicts(String name) {
    return values.getOrDefault(name, List.of()).stream()
            .filter(value -> !value.isEmpty())
            .distinct()
            .count()
        > 1;
  }

  public boolean hasContradiction() {
    return values.keySet().stream().anyMatch(this::contradicts);
  }

  /** Prints only the names: values may be secret. */
  @Override
  public String toString() {
    return "Parameters" + values.keySet();
  }
}
