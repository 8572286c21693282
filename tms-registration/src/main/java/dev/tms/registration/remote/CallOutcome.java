package dev.tms.registration.remote;

import java.util.function.Function;

/**
 * How a call went.
 *
 * @param <T> what it gives
 */
public sealed interface CallOutcome<T> {
  /**
   * It went well.
   *
   * @param value what it gave
   * @param <T> its type
   */
  record Done<T>(T value) implements CallOutcome<T> {}

  /**
   * It did not.
   *
   * @param problem why
   * @param <T> what it would have given
   */
  record Failed<T>(CallProblem problem) implements CallOutcome<T> {}

  /** The outcome of a next step, where this one went well. */
  default <R> CallOutcome<R> then(Function<? super T, CallOutcome<R>> next) {
    if (this instanceof Done<T> done) {
      return next.apply(done.value());
    }
    return new Failed<>(((Failed<T>) this).problem());
  }

  /** The same with another value. */
  default <R> CallOutcome<R> map(Function<? super T, ? extends R> change) {
    return then(value -> new Done<>(change.apply(value)));
  }

  /** One value of both. */
  default <R> R fold(
      Function<? super T, ? extends R> done, Function<? super CallProblem, ? extends R> failed) {
    if (this instanceof Done<T> well) {
      return done.apply(well.value());
    }
    return failed.apply(((Failed<T>) this).problem());
  }
}
