package dev.tms.registration.admin;

import dev.tms.registration.JsonPath;
import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.admin.ApplyPlan.Result;
import dev.tms.registration.admin.ApplyPlan.Result.State;
import dev.tms.registration.admin.ApplyPlan.Step;
import dev.tms.registration.admin.ApplyPlan.Step.Action;
import dev.tms.registration.diff.Difference;
import dev.tms.registration.diff.RegistrationDiff;
import dev.tms.registration.diff.RegistrationDiff.HiddenSecrets;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.CallProblem;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The idempotent steps that make a provider's registrations match a package: scopes first, then
 * resources, then clients. Creating a plan only reads; {@link #run} writes. Thread-safe.
 */
public final class ApplyPlan {
  private final AdminApi api;
  private final HiddenSecrets hidden;
  private final List<Step> steps;

  private ApplyPlan(AdminApi api, HiddenSecrets hidden, List<Step> steps) {
    this.api = api;
    this.hidden = hidden;
    this.steps = List.copyOf(steps);
  }

  /**
   * Reads the provider's registrations and compares them with the package.
   *
   * @param hidden how to treat secrets that the provider does not return
   * @throws IllegalArgumentException if the package has placeholders, or a name occurs twice
   */
  public static CallOutcome<ApplyPlan> of(
      AdminApi api, RegistrationPackage wanted, HiddenSecrets hidden) {
    check(wanted);
    List<Step> steps = new ArrayList<>();
    for (Registration one : wanted.all()) {
      CallOutcome<Step> step =
          api.find(one.kind(), one.name()).map(found -> step(found, one, hidden));
      if (step instanceof Failed<Step> failed) {
        return new Failed<>(failed.problem());
      }
      steps.add(((Done<Step>) step).value());
    }
    return new Done<>(new ApplyPlan(api, hidden, steps));
  }

  private static void check(RegistrationPackage wanted) {
    Set<String> names = new HashSet<>();
    for (Registration one : wanted.all()) {
      if (!names.add(one.kind() + " " + one.name())) {
        throw new IllegalArgumentException("twice in the document: " + one.label());
      }
      refusePlaceholders(one);
    }
  }

  private static void refusePlaceholders(Registration registration) {
    JsonPath.texts(
        registration.members(),
        JsonPath.ROOT,
        (path, text) ->
            Placeholder.in(text)
                .forEach(
                    left -> {
                      throw new IllegalArgumentException(
                          "still to be filled in %s: %s".formatted(registration.label(), left));
                    }));
  }

  private static Step step(
      Optional<Registration> found, Registration wanted, HiddenSecrets hidden) {
    if (found.isEmpty()) {
      return new Step(Action.CREATE, wanted, RegistrationDiff.creation(wanted));
    }
    RegistrationDiff diff = RegistrationDiff.towards(found.get(), wanted, hidden);
    return new Step(diff.isEmpty() ? Action.KEEP : Action.UPDATE, wanted, diff);
  }

  public List<Step> steps() {
    return steps;
  }

  public boolean isEmpty() {
    return count(Action.KEEP) == steps.size();
  }

  private long count(Action action) {
    return steps.stream().filter(step -> step.action() == action).count();
  }

  /** Each step with its changes, and a final line with the counts. Without secrets. */
  public String toText() {
    return steps.stream().map(Step::toText).collect(Collectors.joining())
        + "%d to create, %d to update, %d as they are\n"
            .formatted(count(Action.CREATE), count(Action.UPDATE), count(Action.KEEP));
  }

  /** As {@link #run(Consumer)}, without a listener. */
  public Outcome run() {
    return run(result -> {});
  }

  /**
   * Runs the steps in order, reads each registration back, and stops at the first that the provider
   * rejects. A step that conflicts or gets no response reads the registration again before it
   * fails.
   *
   * @param listener is called after each step
   */
  public Outcome run(Consumer<Result> listener) {
    List<Result> results = new ArrayList<>();
    boolean failed = false;
    for (Step step : steps) {
      Result result = failed ? Result.of(step, Result.State.NOT_TRIED) : run(step);
      failed |= result.state() == Result.State.FAILED;
      results.add(result);
      listener.accept(result);
    }
    return new Outcome(results);
  }

  private Result run(Step step) {
    if (step.action() == Action.KEEP) {
      return Result.of(step, Result.State.UNCHANGED);
    }
    CallOutcome<Registration> written =
        step.action() == Action.CREATE
            ? api.create(step.wanted())
            : api.update(step.diff().result());
    return written.fold(sent -> readBack(step, null), problem -> afterProblem(step, problem));
  }

  private Result afterProblem(Step step, CallProblem problem) {
    if (problem.kind() == CallProblem.Kind.NO_ANSWER && hidden == HiddenSecrets.KEEP) {
      // the provider may have applied the change; secrets that it does not return cannot be
      // verified
      Result now = readBack(step, problem);
      return now.state() == Result.State.DONE ? now : failed(step, problem);
    }
    if (problem.kind() == CallProblem.Kind.CONFLICT && step.action() == Action.CREATE) {
      return updateInstead(step, problem);
    }
    return failed(step, problem);
  }

  private static Result failed(Step step, CallProblem problem) {
    return Result.problem(step, Result.State.FAILED, problem);
  }

  /** The registration was created after the plan was made. */
  private Result updateInstead(Step step, CallProblem conflict) {
    Optional<Registration> found = find(step).fold(there -> there, problem -> Optional.empty());
    if (found.isEmpty()) {
      return failed(step, conflict);
    }
    Step update = step(found, step.wanted(), hidden);
    return update.action() == Action.KEEP
        ? Result.of(step, Result.State.DONE)
        : api.update(update.diff().result())
            .fold(sent -> readBack(step, null), problem -> failed(step, problem));
  }

  private CallOutcome<Optional<Registration>> find(Step step) {
    return api.find(step.wanted().kind(), step.wanted().name());
  }

  private Result readBack(Step step, @Nullable CallProblem why) {
    return find(step)
        .fold(
            found -> {
              if (found.isEmpty()) {
                CallProblem gone =
                    CallProblem.of(
                        CallProblem.Kind.NOT_FOUND, step.title(), "accepted, but not there");
                return failed(step, why == null ? gone : why);
              }
              RegistrationDiff left =
                  RegistrationDiff.towards(found.get(), step.wanted(), HiddenSecrets.KEEP);
              return Result.left(step, left.differences());
            },
            problem -> Result.problem(step, Result.State.NOT_KEPT, problem));
  }

  /**
   * The step for one registration.
   *
   * @param action what to do
   * @param wanted the registration in the package
   * @param diff the changes; empty for {@link Action#KEEP}
   */
  public record Step(Action action, Registration wanted, RegistrationDiff diff) {
    public enum Action {
      /** The registration does not exist. */
      CREATE,
      /** The registration exists and differs. */
      UPDATE,
      /** The registration already matches. */
      KEEP
    }

    public String title() {
      return action.name().toLowerCase(Locale.ROOT) + " " + wanted.label();
    }

    /** A title, and a line for each change. Without secrets. */
    public String toText() {
      return title() + "\n" + diff.toText();
    }

    @Override
    public String toString() {
      return title();
    }
  }

  /**
   * The result of a step.
   *
   * @param left the remaining differences after {@link State#NOT_KEPT}
   * @param problem why the step failed, or why the registration could not be read back
   */
  public record Result(
      Step step, State state, List<Difference> left, Optional<CallProblem> problem) {
    public enum State {
      /** No change was needed. */
      UNCHANGED("as it is wanted"),
      /** Written, and verified by reading back. */
      DONE("done"),
      /** Accepted by the provider, but reading back shows something else or nothing. */
      NOT_KEPT("accepted, but not kept as it was sent"),
      FAILED("failed"),
      /** An earlier step failed. */
      NOT_TRIED("not tried");

      private final String words;

      State(String words) {
        this.words = words;
      }
    }

    public Result {
      left = List.copyOf(left);
    }

    static Result of(Step step, State state) {
      return new Result(step, state, List.of(), Optional.empty());
    }

    static Result left(Step step, List<Difference> left) {
      State state = left.isEmpty() ? State.DONE : State.NOT_KEPT;
      return new Result(step, state, left, Optional.empty());
    }

    static Result problem(Step step, State state, CallProblem problem) {
      return new Result(step, state, List.of(), Optional.of(problem));
    }

    /** One line, and more if differences remain. */
    public String toText() {
      StringBuilder text = new StringBuilder(step.title() + ": " + state.words + "\n");
      problem.ifPresent(why -> text.append("  ").append(why).append('\n'));
      left.forEach(one -> text.append("  still: ").append(one).append('\n'));
      return text.toString();
    }

    @Override
    public String toString() {
      return step.title() + ": " + state;
    }
  }

  /**
   * The results of all steps.
   *
   * @param results in the order of the steps
   */
  public record Outcome(List<Result> results) {
    public Outcome {
      results = List.copyOf(results);
    }

    /** Whether all registrations match. */
    public boolean isComplete() {
      return results.stream()
          .allMatch(one -> one.state() == State.UNCHANGED || one.state() == State.DONE);
    }

    /** Returns the number of steps with this state. */
    public int count(State state) {
      return (int) results.stream().filter(one -> one.state() == state).count();
    }

    /** A line for each step that was not {@code UNCHANGED}, and then the next action. */
    public String toText() {
      String steps =
          results.stream()
              .filter(one -> one.state() != State.UNCHANGED)
              .map(Result::toText)
              .collect(Collectors.joining());
      if (count(State.FAILED) > 0) {
        return steps + "Not complete. What is done stays; run it again when the cause is fixed.\n";
      }
      return steps + (isComplete() ? "Complete.\n" : "Not complete: see what still differs.\n");
    }
  }
}
