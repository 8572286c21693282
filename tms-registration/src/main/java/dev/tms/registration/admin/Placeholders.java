package dev.tms.registration.admin;

import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gaps in a document must not reach a provider. */
final class Placeholders {
  private Placeholders() {}

  static void refuseIn(Registration registration) {
    Placeholder left = first(registration.members());
    if (left != null) {
      throw new IllegalArgumentException(
          "still to be filled in %s: %s".formatted(registration.label(), left));
    }
  }

  private static @Nullable Placeholder first(@Nullable Object value) {
    Iterable<?> parts =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof List<?> list ? list : List.of();
    for (Object part : parts) {
      Placeholder found = first(part);
      if (found != null) {
        return found;
      }
    }
    return value instanceof String text
        ? Placeholder.in(text).stream().findFirst().orElse(null)
        : null;
  }
}
