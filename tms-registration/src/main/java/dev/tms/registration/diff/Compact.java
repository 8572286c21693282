package dev.tms.registration.diff;

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

  /** Escapes whatever could move a terminal's cursor or turn its writing around. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length() && quoted.length() <= SHOWN; i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
        quoted.append(String.format("\\u%04X", (int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
