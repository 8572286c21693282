package dev.tms.registration.admin;

import dev.tms.registration.Placeholder;
import dev.tms.registration.Registration;
import dev.tms.registration.RegistrationPackage;
import dev.tms.registration.admin.ApplyStep.Action;
import dev.tms.registration.diff.HiddenSecrets;
import dev.tms.registration.diff.RegistrationDiff;
import dev.tms.registration.remote.CallOutcome;
import dev.tms.registration.remote.CallOutcome.Done;
import dev.tms.registration.remote.CallOutcome.Failed;
import dev.tms.registration.remote.CallProblem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private final List<ApplyStep> steps;

  private ApplyPlan(AdminApi api, HiddenSecrets hidden, List<ApplyStep> steps) {
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
    List<ApplyStep> steps = new ArrayList<>();
    for (Registration one : wanted.all()) {
      CallOutcome<ApplyStep> step =
          api.find(one.kind(), one.name()).map(found -> step(found, one, hidden));
      if (step instanceof Failed<ApplyStep> failed) {
        return new Failed<>(failed.problem());
      }
      steps.add(((Done<ApplyStep>) step).value());
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
    Placeholder left = placeholder(registration.members());
    if (left != null) {
      throw new IllegalArgumentException(
          "still to be filled in %s: %s".formatted(registration.label(), left));
    }
  }

  private static @Nullable Placeholder placeholder(@Nullable Object value) {
    Iterable<?> parts =
        value instanceof Map<?, ?> map
            ? map.values()
            : value instanceof List<?> list ? list : List.of();
    for (Object part : parts) {
      Placeholder found = placeholder(part);
      if (found != null) {
        return found;
      }
    }
    return value instanceof String text
        ? Placeholder.in(text).stream().findFirst().orElse(null)
        : null;
  }

  private static ApplyStep step(
      Optional<Registration> found, Registration wanted, HiddenSecrets hidden) {
    if (found.isEmpty()) {
      return new ApplyStep(Action.CREATE, wanted, RegistrationDiff.creation(wanted));
    }
    RegistrationDiff diff = RegistrationDiff.towards(found.get(), wanted, hidden);
    return new ApplyStep(diff.isEmpty() ? Action.KEEP : Action.UPDATE, wanted, diff);
  }

  /** The steps, in their order. */
  public List<ApplyStep> steps() {
    return steps;
  }

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return count(Action.KEEP) == steps.size();
  }

  private long count(Action action) {
    return steps.stream().filter(step -> step.action() == action).count();
  }

  /** Every step with what changes, and a last line with the counts; no secrets. */
  public String toText() {
    return steps.stream().map(ApplyStep::toText).collect(Collectors.joining())
        + "%d to create, %d to update, %d as they are\n"
            .formatted(count(Action.CREATE), count(Action.UPDATE), count(Action.KEEP));
  }

  /** Does it: see {@link #run(Consumer)}. */
  public ApplyReport run() {
    return run(result -> {});
  }

  /**
   * Does the steps one after the other, reads each back, and stops where the provider does not take
   * one. Where no answer comes or the registration is there meanwhile, it looks again before it
   * gives up.
   *
   * @param listener informed of every step as it ends
   */
  public ApplyReport run(Consumer<StepResult> listener) {
    List<StepResult> results = new ArrayList<>();
    boolean failed = false;
    for (ApplyStep step : steps) {
      StepResult result = failed ? StepResult.of(step, StepResult.State.NOT_TRIED) : run(step);
      failed |= result.state() == StepResult.State.FAILED;
      results.add(result);
      listener.accept(result);
    }
    return new ApplyReport(results);
  }

  private StepResult run(ApplyStep step) {
    if (step.action() == Action.KEEP) {
      return StepResult.of(step, StepResult.State.UNCHANGED);
    }
    CallOutcome<Registration> written =
        step.action() == Action.CREATE
            ? api.create(step.wanted())
            : api.update(step.diff().result());
    return written.fold(sent -> readBack(step, null), problem -> afterProblem(step, problem));
  }

  private StepResult afterProblem(ApplyStep step, CallProblem problem) {
    if (problem.kind() == CallProblem.Kind.NO_ANSWER && hidden == HiddenSecrets.KEEP) {
      // it may have been done anyway; of secrets that are not shown no one could tell
      StepResult now = readBack(step, problem);
      return now.state() == StepResult.State.DONE ? now : failed(step, problem);
    }
    if (problem.kind() == CallProblem.Kind.CONFLICT && step.action() == Action.CREATE) {
      return updateInstead(step, problem);
    }
    return failed(step, problem);
  }

  private static StepResult failed(ApplyStep step, CallProblem problem) {
    return StepResult.problem(step, StepResult.State.FAILED, problem);
  }

  /** Another party has made it since the plan was. */
  private StepResult updateInstead(ApplyStep step, CallProblem conflict) {
    Optional<Registration> found = find(step).fold(there -> there, problem -> Optional.empty());
    if (found.isEmpty()) {
      return failed(step, conflict);
    }
    ApplyStep update = step(found, step.wanted(), hidden);
    return update.action() == Action.KEEP
        ? StepResult.of(step, StepResult.State.DONE)
        : api.update(update.diff().result())
            .fold(sent -> readBack(step, null), problem -> failed(step, problem));
  }

  private CallOutcome<Optional<Registration>> find(ApplyStep step) {
    return api.find(step.wanted().kind(), step.wanted().name());
  }

  private StepResult readBack(ApplyStep step, @Nullable CallProblem why) {
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
              return StepResult.left(step, left.differences());
            },
            problem -> StepResult.problem(step, StepResult.State.NOT_KEPT, problem));
  }
}
