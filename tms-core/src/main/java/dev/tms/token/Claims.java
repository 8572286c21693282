package dev.tms.token;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Claims about a user: JSON values as strings, numbers, booleans, lists and maps. Jackson
 * serializes them as a JSON object. Immutable.
 */
public final class Claims {
  /** No claims. */
  public static final Claims NONE = new Claims(Map.of());

  private final Supplier<Map<String, Object>> source;

  /** Null until first used. Several threads may set it, always to equal values. */
  private @Nullable Map<String, Object> values;

  private Claims(Supplier<Map<String, Object>> source) {
    this.source = source;
  }

  /** Makes a deep copy without null values. */
  public Claims(Map<String, Object> values) {
    Map<String, Object> copy = copy(values);
    this.source = () -> copy;
  }

  /**
   * Claims that are read on first use.
   *
   * @param values must always return equal values, or always throw; must be thread-safe
   */
  public static Claims later(Supplier<Map<String, Object>> values) {
    return new Claims(values);
  }

  /** The values by claim name. */
  @JsonValue
  public Map<String, Object> values() {
    Map<String, Object> read = values;
    if (read == null) {
      read = copy(source.get());
      values = read;
    }
    return read;
  }

  /** The value of the claim; empty if it is not a string. */
  public Optional<String> string(String name) {
    return values().get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The claims with these names, in the order of the names. */
  public Claims only(Collection<String> names) {
    Map<String, Object> some = new LinkedHashMap<>();
    for (String name : names) {
      Object value = values().get(name);
      if (value != null) {
        some.put(name, value);
      }
    }
    return new Claims(some);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Claims claims && values().equals(claims.values());
  }

  @Override
  public int hashCode() {
    return values().hashCode();
  }

  /** Prints only the names, because values may identify a person. */
  @Override
  public String toString() {
    return "Claims" + values().keySet();
  }

  private static Map<String, Object> copy(Map<String, ?> values) {
    Map<String, Object> copied = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          Object own = own(value);
          if (own != null) {
            copied.put(name, own);
          }
        });
    return Collections.unmodifiableMap(copied);
  }

  private static @Nullable Object own(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> texts = new LinkedHashMap<>();
      map.forEach((k, v) -> texts.put(String.valueOf(k), v));
      return copy(texts);
    }
    if (value instanceof Collection<?> list) {
      return list.stream()
          .map(Claims::own)
          .filter(java.util.Objects::nonNull)
          .map(Object.class::cast)
          .toList();
    }
    return value;
  }

  /**
   * Claims with these names and values, in order.
   *
   * @param more further names and values, alternating
   */
  public static Claims of(String name, Object value, Object... more) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(name, value);
    for (int i = 0; i < more.length; i += 2) {
      values.put((String) more[i], more[i + 1]);
    }
    return new Claims(values);
  }

  /** The strings of a list claim; a string claim counts as a list of one. */
  public List<String> strings(String name) {
    Object value = values().get(name);
    if (value instanceof String text) {
      return List.of(text);
    }
    return value instanceof List<?> list
        ? list.stream().filter(String.class::isInstance).map(String.class::cast).toList()
        : List.of();
  }
}
