package dev.tms.registration.admin;

import dev.tms.registration.admin.StepResult.State;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How all steps went.
 *
 * @param results in the order of the steps
 */
public record ApplyReport(List<StepResult> results) {
  /** Copies the list. */
  public ApplyReport {
    results = List.copyOf(results);
  }

  /** Whether everything is as it is wanted. */
  public boolean isComplete() {
    return results.stream()
        .allMatch(one -> one.state() == State.UNCHANGED || one.state() == State.DONE);
  }

  /** How many steps went like this. */
  public int count(State state) {
    return (int) results.stream().filter(one -> one.state() == state).count();
  }

  /** All steps that had something to do, a line each, and a last line that says what to do next. */
  public String toText() {
    String steps =
        results.stream()
            .filter(one -> one.state() != State.UNCHANGED)
            .map(StepResult::toText)
            .collect(Collectors.joining());
    if (count(State.FAILED) > 0) {
      return steps + "Not complete. What is done stays; run it again when the cause is fixed.\n";
    }
    return steps + (isComplete() ? "Complete.\n" : "Not complete: see what still differs.\n");
  }
}
