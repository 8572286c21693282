package dev.tms.registration.diff;

import dev.tms.registration.Described;
import dev.tms.registration.NameOr;
import dev.tms.registration.Property;
import dev.tms.registration.RegisteredUri;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is there does what is wanted. Lists have no order in registrations. An object that
 * has more than is wanted is as good, since providers add members of their own.
 */
final class Same {
  private static final long COMPARED = 1_000_000;

  private Same() {}

  /** By what the values mean. */
  static boolean values(@Nullable Object have, @Nullable Object want) {
    if (isNothing(have) || isNothing(want)) {
      return isNothing(have) && isNothing(want);
    }
    if (have instanceof List<?> a && want instanceof List<?> b) {
      return lists(a, b);
    }
    if (have instanceof NameOr<?> a && want instanceof NameOr<?> b) {
      // one product writes names where another writes objects
      boolean names = a.inline().isEmpty() || b.inline().isEmpty();
      return a.name().equals(b.name())
          && (names || described(a.inline().orElseThrow(), b.inline().orElseThrow()));
    }
    if (have instanceof Described<?> a && want instanceof Described<?> b) {
      return described(a, b);
    }
    return have != null && have.equals(want);
  }

  /** Some products keep an empty text as one, some as null. */
  private static boolean isNothing(@Nullable Object value) {
    return value == null
        || (value instanceof String text && text.isEmpty())
        || (value instanceof RegisteredUri uri && uri.text().isEmpty());
  }

  private static boolean lists(List<?> have, List<?> want) {
    Set<Object> there = new HashSet<>(have);
    Set<Object> wanted = new HashSet<>(want);
    // each with each takes too long for what no person wrote
    return there.equals(wanted)
        || ((long) have.size() * want.size() <= COMPARED
            && want.stream()
                .allMatch(w -> there.contains(w) || have.stream().anyMatch(h -> values(h, w)))
            && have.stream()
                .allMatch(h -> wanted.contains(h) || want.stream().anyMatch(w -> values(h, w))));
  }

  private static boolean described(Described<?> have, Described<?> want) {
    for (Property<?> property : want.properties()) {
      if (want.isWritten(property)
          && !values(have.find(property).orElse(null), want.find(property).orElse(null))) {
        return false;
      }
    }
    return json(have.unknownMembers(), want.unknownMembers());
  }

  /** By what is written, for members of unknown meaning. */
  static boolean json(@Nullable Object have, @Nullable Object want) {
    if (have instanceof Map<?, ?> a && want instanceof Map<?, ?> b) {
      Members members = new Members(a);
      return b.entrySet().stream()
          .allMatch(e -> json(members.get(e.getKey().toString()), e.getValue()));
    }
    if (have instanceof List<?> a && want instanceof List<?> b) {
      for (int i = 0; i < b.size(); i++) {
        if (a.size() != b.size() || !json(a.get(i), b.get(i))) {
          return false;
        }
      }
      return a.size() == b.size();
    }
    if (have instanceof Number a && want instanceof Number b) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
    }
    return have == null ? want == null : have.equals(want);
  }

  /** Members by their names: as they are written, else whatever the case. */
  static final class Members {
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
}
