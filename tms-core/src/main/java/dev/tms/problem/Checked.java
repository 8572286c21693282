package dev.tms.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Settings that collect their problems instead of throwing, so that a service can report all at
 * once.
 *
 * @param <T> the type of the settings
 */
public interface Checked<T extends Checked<T>> {
  /** One sentence for each reason why the settings are invalid; empty if they are valid. */
  List<String> problems();

  /**
   * Returns these settings.
   *
   * @throws IllegalArgumentException if there are {@link #problems}; lists all
   */
  @SuppressWarnings("unchecked") // T is the type of this
  default T requireUsable() {
    List<String> found = problems();
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", found));
    }
    return (T) this;
  }

  /** Runs the checks; returns the message of every {@link IllegalArgumentException}. */
  static List<String> failures(Runnable... checks) {
    return failures(Arrays.asList(checks), Runnable::run);
  }

  /** Checks the values; returns the message of every {@link IllegalArgumentException}. */
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
   * Checks a condition.
   *
   * @throws IllegalArgumentException with this message, if the condition is false
   */
  static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
