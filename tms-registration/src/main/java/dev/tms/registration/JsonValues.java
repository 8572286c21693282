package dev.tms.registration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** JSON values as Java values: null, texts, truth values, numbers, lists, maps. */
final class JsonValues {
  private JsonValues() {}

  /**
   * A copy that cannot change.
   *
   * @throws IllegalArgumentException if there is a value in it that JSON does not have
   */
  static Map<String, @Nullable Object> copy(Map<?, ?> members) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put(String.valueOf(name), copy(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copy(item)));
      return Collections.unmodifiableList(copy);
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value == null
        || value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof BigDecimal) {
      return value;
    }
    throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
  }

  /** The same value with this applied to every text in it that has a placeholder. */
  static @Nullable Object fill(@Nullable Object value, UnaryOperator<String> filler) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> filled = new LinkedHashMap<>();
      map.forEach((name, member) -> filled.put(name.toString(), fill(member, filler)));
      return Collections.unmodifiableMap(filled);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> filled = new ArrayList<>();
      list.forEach(item -> filled.add(fill(item, filler)));
      return Collections.unmodifiableList(filled);
    }
    return value instanceof String text && Placeholder.isIn(text) ? filler.apply(text) : value;
  }

  /** What kind of JSON value it is; never the value. */
  static String kind(@Nullable Object value) {
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof Boolean) {
      return "a truth value";
    }
    if (value instanceof List<?>) {
      return "a list";
    }
    return value == null ? "null" : "an object";
  }

  /** The whole number; null where it is none, or does not fit. */
  static @Nullable Long whole(@Nullable Object value) {
    try {
      if (value instanceof Long number) {
        return number;
      }
      // both look at the size first, so that 1e999999999 costs nothing
      if (value instanceof BigInteger number) {
        return number.longValueExact();
      }
      return value instanceof BigDecimal number ? number.longValueExact() : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
