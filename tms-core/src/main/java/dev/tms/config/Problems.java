package dev.tms.config;

import dev.tms.InvalidConfigurationException;
import dev.tms.InvalidConfigurationException.Problem;
import dev.tms.problem.Checked;
import dev.tms.text.Printable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects problems, warnings and notes, each a line with its key's path. Not thread-safe. */
final class Problems {
  private static final int MAX_LINE = 600;

  private final List<Problem> problems = new ArrayList<>();
  private List<Problem> aside = List.of();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();
  private final Set<String> unsound = new HashSet<>();
  private final Map<String, String> variables = new HashMap<>();

  void cameFrom(String path, String variable) {
    variables.put(path, variable);
  }

  void add(String path, String message) {
    String variable = variables.get(path);
    Problem problem =
        new Problem(
            line(path), line(message) + (variable == null ? "" : " (from " + variable + ")"));
    if (!problems.contains(problem)) { // two sections can read the same key
      problems.add(problem);
    }
    unsound.add(path);
  }

  void warn(String path, String message) {
    warnings.add(line(path) + ": " + line(message));
  }

  void note(String path, String message) {
    notices.add(line(path) + ": " + line(message));
  }

  /** Marks a key as probably meant by a misspelled one, so that it is not reported as missing. */
  void suspect(String path) {
    unsound.add(path);
  }

  /** Whether these keys and their sections have no problems so far. */
  boolean sound(String... paths) {
    for (String path : paths) {
      for (int end = path.length(); end > 0; end = path.lastIndexOf('.', end - 1)) {
        if (unsound.contains(path.substring(0, end))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns the created value, or {@code other} if that fails, which adds problems for the key. */
  <T> T attempt(String path, T other, Supplier<T> make) {
    T made = attempt(path, make);
    return made == null ? other : made;
  }

  /** Returns the created value, or null if creation fails, which adds problems for the key. */
  <T> @Nullable T attempt(String path, Supplier<T> make) {
    try {
      T made = make.get();
      List<String> wrong = made instanceof Checked<?> checked ? checked.problems() : List.of();
      wrong.forEach(message -> add(path, message));
      return wrong.isEmpty() ? made : null;
    } catch (IllegalArgumentException e) {
      add(path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Sets problems under this prefix aside, dropping its warnings and notes: it may be unused. */
  void setAside(String prefix) {
    aside = problems.stream().filter(problem -> problem.path().startsWith(prefix)).toList();
    problems.removeAll(aside);
    warnings.removeIf(line -> line.startsWith(prefix));
    notices.removeIf(line -> line.startsWith(prefix));
  }

  void throwIfSetAside() {
    if (!aside.isEmpty()) {
      throw new InvalidConfigurationException(aside);
    }
  }

  boolean hasSetAside() {
    return !aside.isEmpty();
  }

  boolean any() {
    return !problems.isEmpty();
  }

  void throwIfAny() {
    if (any()) {
      throw new InvalidConfigurationException(problems);
    }
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  List<String> notices() {
    return List.copyOf(notices);
  }

  /** The text on one line and not too long, with {@code ?} for what is not safe to print. */
  static String line(String text) {
    return Printable.quote(text, MAX_LINE);
  }
}
