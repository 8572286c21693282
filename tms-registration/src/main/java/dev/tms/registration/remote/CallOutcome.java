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
  /** It went well. */
  record Done<T>(T value) implements CallOutcome<T> {}

  /** It did not. */
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
      /** 400 or 422. */
      BAD_REQUEST("the provider does not take what it was sent"),
      /** 401. */
      UNAUTHORIZED("the provider does not take the token: missing, expired or of another"),
      /** 403. */
      FORBIDDEN("the token does not allow this: it may lack a scope or a role"),
      NOT_FOUND("not there; is the base URL right?"),
      CONFLICT("it is there already, or was changed meanwhile"),
      TOO_MANY_REQUESTS("the provider asks to wait"),
      PROVIDER_ERROR("the provider failed"),
      UNEXPECTED_STATUS("an answer that has no meaning here (redirects are not followed)"),
      UNREADABLE("the answer could not be understood"),
      NO_TOKEN("there is no token to call with"),
      UNSAFE_ADDRESS("no token may be sent to this address"),
      NOT_CONNECTED("the request was never sent"),
      NO_ANSWER("no whole answer came: whether the request had its effect is not known");

      private final String meaning;

      Kind(String meaning) {
        this.meaning = meaning;
      }

      /** In words. */
      String meaning() {
        return meaning;
      }
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
