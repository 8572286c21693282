package dev.tms.registration.diff;

import dev.tms.registration.Printable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A difference in one member. The values are JSON values: strings, booleans, numbers, lists, maps,
 * and null for a missing member. Secrets are masked. Immutable.
 *
 * @param path of the member, for example {@code $.redirectUris}
 */
public record Difference(String path, @Nullable Object before, @Nullable Object after) {
  public Difference {
    before = Masked.value(path, before);
    after = Masked.value(path, after);
  }

  /**
   * One line, for example {@code $.accessTokenLifetime: 3600 → 7200}, or the changed items of a
   * list: {@code $.redirectUris: + "https://a.example/", - "https://b.example/"}. Long values are
   * truncated.
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

  /** Writes JSON values on one line, truncated if long. */
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

  /** Masks secrets in JSON values, recognised by their member names. */
  public static final class Masked {
    public static final String MASK = "(hidden)";

    private static final List<String> SECRET =
        List.of("secret", "password", "salt", "privatekey", "apikey");

    private Masked() {}

    /** Masks the secrets in a value, or all of it if its path denotes a secret. */
    public static @Nullable Object value(String path, @Nullable Object value) {
      return value(isSecret(last(path)), value, text -> MASK);
    }

    /** The last name in a path; quoted names may contain dots. */
    private static String last(String path) {
      return path.substring(
          path.endsWith("']") ? path.lastIndexOf("['") : path.lastIndexOf('.') + 1);
    }

    private static @Nullable Object value(
        boolean secret, @Nullable Object value, UnaryOperator<String> mask) {
      if (value instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach(
            (name, member) -> {
              String lower = name.toString().toLowerCase(Locale.ROOT);
              // description, type and expiry of a secret object stay visible
              boolean hide = secret ? lower.equals("value") : isSecret(lower);
              masked.put(name.toString(), value(hide, member, mask));
            });
        return Collections.unmodifiableMap(masked);
      }
      if (value instanceof List<?> list) {
        List<@Nullable Object> masked = new ArrayList<>();
        list.forEach(item -> masked.add(value(secret, item, mask)));
        return Collections.unmodifiableList(masked);
      }
      return secret && value instanceof String text && !text.isEmpty() ? mask.apply(text) : value;
    }

    /** Returns the strings in a value that would be masked. */
    public static Set<String> secretsIn(@Nullable Object value) {
      Set<String> found = new LinkedHashSet<>();
      value(
          false,
          value,
          text -> {
            found.add(text);
            return MASK;
          });
      return found;
    }

    private static boolean isSecret(String name) {
      String lower = name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
      return lower.endsWith("token") || SECRET.stream().anyMatch(lower::contains);
    }
  }
}
