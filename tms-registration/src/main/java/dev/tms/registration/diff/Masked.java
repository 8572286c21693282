package dev.tms.registration.diff;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON values without the secrets in them: what is under a member whose name says so. */
public final class Masked {
  public static final String MASK = "(hidden)";

  private static final List<String> SECRET =
      List.of("secret", "password", "salt", "privatekey", "apikey");

  private Masked() {}

  /** The same value without secrets; the path tells whether the whole of it is one. */
  public static @Nullable Object value(String path, @Nullable Object value) {
    return value(isSecret(last(path)), value);
  }

  /** The last name in a path; a quoted one may have dots in it. */
  private static String last(String path) {
    return path.substring(path.endsWith("']") ? path.lastIndexOf("['") : path.lastIndexOf('.') + 1);
  }

  private static @Nullable Object value(boolean secret, @Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> masked = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            // of a secret object, its description, type and expiry are to be seen
            boolean hide = secret ? lower.equals("value") : isSecret(lower);
            masked.put(name.toString(), value(hide, member));
          });
      return Collections.unmodifiableMap(masked);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> masked = new ArrayList<>();
      list.forEach(item -> masked.add(value(secret, item)));
      return Collections.unmodifiableList(masked);
    }
    return secret && value instanceof String text && !text.isEmpty() ? MASK : value;
  }

  /** The texts in a value that would be masked. */
  public static Set<String> secretsIn(@Nullable Object value) {
    Set<String> found = new LinkedHashSet<>();
    collect(false, value, found);
    return found;
  }

  private static void collect(boolean secret, @Nullable Object value, Set<String> found) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, member) -> {
            String lower = name.toString().toLowerCase(Locale.ROOT);
            collect(secret ? lower.equals("value") : isSecret(lower), member, found);
          });
    } else if (value instanceof List<?> list) {
      list.forEach(item -> collect(secret, item, found));
    } else if (secret && value instanceof String text && !text.isEmpty()) {
      found.add(text);
    }
  }

  private static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replaceAll("[_.-]", "");
    return lower.endsWith("token") || SECRET.stream().anyMatch(lower::contains);
  }
}
