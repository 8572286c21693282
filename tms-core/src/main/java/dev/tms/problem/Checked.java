package dev.tms.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Settings that keep what is wrong with them instead of throwing, so that a service lists it all
 * when it is built.
 *
 * @param <T> the settings themselves
 */
public interface Checked<T extends Checked<T>> {
  /** Why they cannot be used: a sentence for each cause; empty where they can be. */
  List<String> problems();

  /**
   * These settings.
   *
   * @throws IllegalArgumentException if they have {@link #problems}; names all
   */
  @SuppressWarnings("unchecked") // T is the type of this
  default T requireUsable() {
    List<String> found = problems();
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", found));
    }
    return (T) this;
  }

  /** The messages of those checks that throw an {@link IllegalArgumentException}. */
  static List<String> failures(Runnable... checks) {
    return failures(Arrays.asList(checks), Runnable::run);
  }

  /** The messages of those values for which the check throws {@link IllegalArgumentException}. */
  static <V> List<String> failures(Collection<V> values, Consumer<V> check) {
    List<String> found = new ArrayList<>();
    for (V value : values) {
      try {
        check.accept(value);
      } catch (IllegalArgumentException e) {
        found.add(String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(found);
  }

  /**
   * Checks one condition.
   *
   * @throws IllegalArgumentException with this message, if it does not hold
   */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
