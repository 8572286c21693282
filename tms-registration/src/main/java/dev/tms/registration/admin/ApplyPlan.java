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
 * What has to be done so that a provider's registrations are those of a package: scopes first, then
 * resources, then clients. Making a plan only reads; {@link #run} writes. Both may be repeated at
 * any time: what is done already is found so. Thread-safe.
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
   * Reads what is there and compares it.
   *
   * @param hidden what counts where the provider does not show its secrets
   * @throws IllegalArgumentException if placeholders are left in the package, or a name occurs
   *     twice
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

  /** Gaps in a document must not reach a provider. */
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

  /** Every step with what changes, and a last line with the counts; no secrets. */
  public String toText() {
    return steps.stream().map(Step::toText).collect(Collectors.joining())
        + "%d to create, %d to update, %d as they are\n"
            .formatted(count(Action.CREATE), count(Action.UPDATE), count(Action.KEEP));
  }

  /** Does it: see {@link #run(Consumer)}. */
  public Outcome run() {
    return run(result -> {});
  }

  /**
   * Does the steps one after the other, reads each back, and stops where the provider does not take
   * one. Where no answer comes or the registration is there meanwhile, it looks again before it
   * gives up.
   *
   * @param listener informed of every step as it ends
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
      // the provider may have done it; for secrets that it does not show that cannot be checked
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

  /** Another party has made it since the plan was. */
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
   * What has to be done for one registration.
   *
   * @param action what
   * @param wanted as it is in the document
   * @param diff what changes; empty for {@link Action#KEEP}
   */
  public record Step(Action action, Registration wanted, RegistrationDiff diff) {
    public enum Action {
      /** It is not there. */
      CREATE,
      /** It is there, and differs. */
      UPDATE,
      /** It is as it is wanted. */
      KEEP
    }

    public String title() {
      return action.name().toLowerCase(Locale.ROOT) + " " + wanted.label();
    }

    /** The title and what changes, a line each, without secrets. */
    public String toText() {
      return title() + "\n" + diff.toText();
    }

    @Override
    public String toString() {
      return title();
    }
  }

  /**
   * How one step went.
   *
   * @param left what still differs after {@link State#NOT_KEPT}
   * @param problem why it failed, or why it could not be read back
   */
  public record Result(
      Step step, State state, List<Difference> left, Optional<CallProblem> problem) {
    public enum State {
      /** Nothing was to be done. */
      UNCHANGED("as it is wanted"),
      /** Done, and read back as it is wanted. */
      DONE("done"),
      /** The provider took it, but shows something else now, or nothing that can be read. */
      NOT_KEPT("accepted, but not kept as it was sent"),
      FAILED("failed"),
      /** A step before it failed. */
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

    /** One line, and more where something is left. */
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
   * How all steps went.
   *
   * @param results in the order of the steps
   */
  public record Outcome(List<Result> results) {
    public Outcome {
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

    /**
     * All steps that had something to do, a line each, and a last line that says what to do next.
     */
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
