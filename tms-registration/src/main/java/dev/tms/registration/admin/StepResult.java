package dev.tms.registration.admin;

import dev.tms.registration.diff.Difference;
import dev.tms.registration.remote.CallProblem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one step went. Immutable. */
public final class StepResult {
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

  private final ApplyStep step;
  private final State state;
  private final List<Difference> left;
  private final @Nullable CallProblem problem;

  private StepResult(
      ApplyStep step, State state, List<Difference> left, @Nullable CallProblem problem) {
    this.step = step;
    this.state = state;
    this.left = List.copyOf(left);
    this.problem = problem;
  }

  static StepResult of(ApplyStep step, State state) {
    return new StepResult(step, state, List.of(), null);
  }

  static StepResult left(ApplyStep step, List<Difference> left) {
    return new StepResult(step, left.isEmpty() ? State.DONE : State.NOT_KEPT, left, null);
  }

  static StepResult problem(ApplyStep step, State state, CallProblem problem) {
    return new StepResult(step, state, List.of(), problem);
  }

  /** The step. */
  public ApplyStep step() {
    return step;
  }

  /** How it went. */
  public State state() {
    return state;
  }

  /** What still differs after {@link State#NOT_KEPT}. */
  public List<Difference> left() {
    return left;
  }

  /** Why it failed, or why it could not be read back. */
  public Optional<CallProblem> problem() {
    return Optional.ofNullable(problem);
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
    if (problem != null) {
      text.append("  ").append(problem).append('\n');
    }
    left.forEach(one -> text.append("  still: ").append(one).append('\n'));
    return text.toString();
  }

  @Override
  public String toString() {
    return step.title() + ": " + state;
  }
}
