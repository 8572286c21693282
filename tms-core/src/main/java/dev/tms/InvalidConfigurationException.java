package dev.tms;

import java.util.List;
import java.util.stream.Collectors;

/** A service cannot be built. Lists every problem at once, so that they can be fixed at once. */
public final class InvalidConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param path what it is about: a builder method, or the path of a configuration key
   * @param message what is wrong and how to fix it, without anything secret
   */
  public record Problem(String path, String message) {
    @Override
    public String toString() {
      return path + ": " + message;
    }
  }

  /**
   * With these problems.
   *
   * @throws IllegalArgumentException if there are none
   */
  public InvalidConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a configuration without problems is not invalid");
    }
    this.problems = List.copyOf(problems);
  }

  /** Every problem, in the order of the settings. */
  public List<Problem> problems() {
    return problems;
  }
}
