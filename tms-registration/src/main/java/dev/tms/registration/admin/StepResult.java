package dev.tms.registration.admin;

import dev.tms.registration.diff.Difference;
import dev.tms.registration.remote.CallProblem;
import java.util.List;
import java.util.Optional;

/**
 * How one step went.
 *
 * @param step the step
 * @param state how it went
 * @param left what still differs after {@link State#NOT_KEPT}
 * @param problem why it failed, or why it could not be read back
 */
public record StepResult(
    ApplyStep step, State state, List<Difference> left, Optional<CallProblem> problem) {
  /** How it went. */
  public enum State {
    /** Nothing was to be done. */
    UNCHANGED,
    /** Done, and read back as it is wanted. */
    DONE,
    /** The provider took it, but shows something else now, or nothing that can be read. */
    NOT_KEPT,
    /** The provider did not take it. */
    FAILED,
    /** A step before it failed. */
    NOT_TRIED
  }

  /** Copies the list. */
  public StepResult {
    left = List.copyOf(left);
  }

  static StepResult of(ApplyStep step, State state) {
    return new StepResult(step, state, List.of(), Optional.empty());
  }

  static StepResult left(ApplyStep step, List<Difference> left) {
    State state = left.isEmpty() ? State.DONE : State.NOT_KEPT;
    return new StepResult(step, state, left, Optional.empty());
  }

  static StepResult problem(ApplyStep step, State state, CallProblem problem) {
    return new StepResult(step, state, List.of(), Optional.of(problem));
  }

  /** One line, and more where something is left. */
  public String toText() {
    String words =
        switch (state) {
          case UNCHANGED -> "as it is wanted";
          case DONE -> "done";
          case NOT_KEPT -> "accepted, but not kept as it was sent";
          case FAILED -> "failed";
          case NOT_TRIED -> "not tried";
        };
    StringBuilder text = new StringBuilder(step.title() + ": " + words + "\n");
    problem.ifPresent(why -> text.append("  ").append(why).append('\n'));
    left.forEach(one -> text.append("  still: ").append(one).append('\n'));
    return text.toString();
  }

  @Override
  public String toString() {
    return step.title() + ": " + state;
  }
}
