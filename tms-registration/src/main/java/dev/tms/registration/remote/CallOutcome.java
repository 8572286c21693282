package dev.tms.registration.remote;

import java.time.Duration;
import java.util.Optional;
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

  default <R> CallOutcome<R> map(Function<? super T, ? extends R> change) {
    return then(value -> new Done<>(change.apply(value)));
  }

  default <R> R fold(
      Function<? super T, ? extends R> done, Function<? super CallProblem, ? extends R> failed) {
    if (this instanceof Done<T> well) {
      return done.apply(well.value());
    }
    return failed.apply(((Failed<T>) this).problem());
  }

  /**
   * Why a call failed. No secrets.
   *
   * @param kind what went wrong
   * @param call method and address, for example {@code PUT https://id.example/v1/Client}
   * @param status the status of the answer; 0 where there was none
   * @param message a sentence for operators; with what the provider said, cut to 500 characters
   * @param code the provider's error code, such as {@code invalid_redirect_uri}
   * @param retryAfter when asking again makes sense, if the provider said so
   */
  record CallProblem(
      Kind kind,
      String call,
      int status,
      String message,
      Optional<String> code,
      Optional<Duration> retryAfter) {
    public enum Kind {
      /** 400 or 422: the provider does not take what it was sent. */
      BAD_REQUEST,
      /** 401: the token is missing, wrong or expired. */
      UNAUTHORIZED,
      /** 403: the token does not allow it. */
      FORBIDDEN,
      NOT_FOUND,
      /** 409: it exists, or was changed by another. */
      CONFLICT,
      /** 429: later. */
      TOO_MANY_REQUESTS,
      /** 500 to 599. */
      PROVIDER_ERROR,
      /** Any other status; redirects are never followed. */
      UNEXPECTED_STATUS,
      /** The answer could not be understood. */
      UNREADABLE,
      /** There is no token to call with. */
      NO_TOKEN,
      /** The address is one to which no token may be sent. */
      UNSAFE_ADDRESS,
      /** The request was never sent. */
      NOT_CONNECTED,
      /** No whole answer came: whether the request had its effect is not known. */
      NO_ANSWER
    }

    /** A problem without an error status. */
    public static CallProblem of(Kind kind, String call, String message) {
      return new CallProblem(kind, call, 0, message, Optional.empty(), Optional.empty());
    }

    @Override
    public String toString() {
      return call
          + ": "
          + (status == 0 ? "" : status + ", ")
          + message
          + retryAfter.map(wait -> "; again in " + wait.toSeconds() + " s").orElse("");
    }
  }
}
