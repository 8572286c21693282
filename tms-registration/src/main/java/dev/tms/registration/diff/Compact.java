package dev.tms.registration.diff;

import dev.tms.registration.Printable;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON values in one line for people, cut where they are long. */
final class Compact {
  private static final int SHOWN = 200;

  private Compact() {}

  static String of(@Nullable Object value) {
    String text = json(value);
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static String json(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(member -> quoted(String.valueOf(member.getKey())) + ": " + json(member.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Iterable<?> list) {
      StringBuilder items = new StringBuilder();
      list.forEach(item -> items.append(items.isEmpty() ? "" : ", ").append(json(item)));
      return "[" + items + "]";
    }
    return value instanceof String text ? quoted(text) : String.valueOf(value);
  }

  private static String quoted(String text) {
    String shown = text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    return '"' + Printable.escape(shown.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }
}
