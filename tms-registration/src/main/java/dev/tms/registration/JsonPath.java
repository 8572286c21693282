package dev.tms.registration;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON as Java values, and paths such as {@code $.clients[0].redirectUris}. */
public final class JsonPath {
  public static final String ROOT = "$";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private JsonPath() {}

  /** The path of a member (RFC 9535 section 2.3.1). */
  public static String member(String path, String name) {
    return PLAIN.matcher(name).matches()
        ? path + "." + name
        : path + "['" + Printable.escape(name.replace("\\", "\\\\").replace("'", "\\'")) + "']";
  }

  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }

  /** Passes each string in a value to the consumer, with its path. */
  public static void texts(
      @Nullable Object value, String path, BiConsumer<String, String> consumer) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> texts(member, member(path, name.toString()), consumer));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        texts(list.get(i), item(path, i), consumer);
      }
    } else if (value instanceof String text) {
      consumer.accept(path, text);
    }
  }

  /** Copies a value unmodifiably and applies the operator to all non-null scalars. */
  public static @Nullable Object copy(@Nullable Object value, UnaryOperator<Object> leaves) {
    if (value instanceof Map<?, ?> map) {
      return copyOf(map, leaves);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(copy(item, leaves)));
      return Collections.unmodifiableList(copy);
    }
    return value == null ? null : leaves.apply(value);
  }

  /** As {@link #copy}, for an object's members. */
  public static Map<String, @Nullable Object> copyOf(
      Map<?, ?> members, UnaryOperator<Object> leaves) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    members.forEach((name, value) -> copy.put(String.valueOf(name), copy(value, leaves)));
    return Collections.unmodifiableMap(copy);
  }

  /** Widens small integers to {@code long}, and rejects types that JSON does not have. */
  static Object checked(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof BigInteger
        || value instanceof BigDecimal) {
      return value;
    }
    throw new IllegalArgumentException("not a JSON value: " + value.getClass().getName());
  }

  /** The JSON type, never the value. */
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

  static @Nullable Long whole(@Nullable Object value) {
    try {
      if (value instanceof Long number) {
        return number;
      }
      // the size is checked first, so that 1e999999999 is cheap
      if (value instanceof BigInteger number) {
        return number.longValueExact();
      }
      return value instanceof BigDecimal number ? number.longValueExact() : null;
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
