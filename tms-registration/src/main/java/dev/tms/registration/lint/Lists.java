package dev.tms.registration.lint;

import dev.tms.registration.Property;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** Looks at every item of a list. */
final class Lists {
  private Lists() {}

  /** Reports each item that the condition holds for. */
  static <T> void each(
      Spots spots,
      Property<List<T>> property,
      List<T> items,
      Predicate<T> broken,
      Function<T, String> message) {
    for (int i = 0; i < items.size(); i++) {
      if (broken.test(items.get(i))) {
        spots.item(property, i, message.apply(items.get(i)));
      }
    }
  }
}
