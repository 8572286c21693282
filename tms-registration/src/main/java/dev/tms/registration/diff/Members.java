package dev.tms.registration.diff;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Members by their names: as they are written, else whatever the case. */
final class Members {
  private final Map<?, ?> asWritten;
  private final Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  Members(Map<?, ?> members) {
    this.asWritten = members;
    members.keySet().forEach(name -> anyCase.putIfAbsent(name.toString(), name.toString()));
  }

  boolean has(String name) {
    return anyCase.containsKey(name);
  }

  /** The value; null where there is none. */
  @Nullable Object get(String name) {
    Object exact = asWritten.get(name);
    return exact == null ? asWritten.get(nameOf(name)) : exact;
  }

  /** The name as it is written here; the same name where it is not. */
  String nameOf(String name) {
    return anyCase.getOrDefault(name, name);
  }
}
