package dev.tms.registration.diff;

import dev.tms.registration.Printable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One member that differs. The values are JSON values: texts, truth values, numbers, lists, maps,
 * and null for a member that is not set. Secrets in them are masked. Immutable.
 *
 * @param path of the member, for example {@code $.redirectUris}
 * @param before what it is
 * @param after what it is to be
 */
public record Difference(String path, @Nullable Object before, @Nullable Object after) {
  public Difference {
    before = Masked.value(path, before);
    after = Masked.value(path, after);
  }

  /**
   * One line: {@code $.accessTokenLifetime: 3600 → 7200}, and for lists what comes and goes, {@code
   * $.redirectUris: + "https://a.example/", - "https://b.example/"}. Long values are cut.
   */
  @Override
  public String toString() {
    String change = Objects.equals(before, after) ? "changes; values are not shown" : change();
    return path + ": " + change;
  }

  private String change() {
    if (before instanceof List<?> old && after instanceof List<?> fresh) {
      List<String> parts = new ArrayList<>();
      Set<Object> olds = new HashSet<>(old);
      Set<Object> freshs = new HashSet<>(fresh);
      fresh.stream().filter(i -> !olds.contains(i)).forEach(i -> parts.add("+ " + Compact.of(i)));
      old.stream().filter(i -> !freshs.contains(i)).forEach(i -> parts.add("- " + Compact.of(i)));
      return parts.isEmpty() ? "in another order" : String.join(", ", parts);
    }
    return text(before) + " → " + text(after);
  }

  private static String text(@Nullable Object value) {
    return value == null ? "not set" : Compact.of(value);
  }

  /** JSON values in one line for people, cut where they are long. */
  static final class Compact {
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
}
