package dev.tms;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a service cannot be built. Lists all problems at once. */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * A problem of one setting.
   *
   * @param path the builder method or the path of the configuration key
   * @param message what is wrong and how to fix it; contains no secrets
   */
  public record Problem(String path, String message) {
    @Override
    public String toString() {
      return path + ": " + message;
    }
  }

  /**
   * Creates an exception with these problems.
   *
   * @throws IllegalArgumentException if the list is empty
   */
  public InvalidConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration without problems is not invalid");
    }
    this.problems = List.copyOf(problems);
  }

  /** Creates an exception with one problem; see {@link Problem}. */
  public InvalidConfigurationException(String path, String message) {
    this(List.of(new Problem(path, message)));
  }

  /** All problems, in the order of the settings. */
  public List<Problem> problems() {
    return problems;
  }
}
