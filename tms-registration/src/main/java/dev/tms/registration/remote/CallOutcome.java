package dev.tms.registration.remote;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * The outcome of a call.
 *
 * @param <T> the type of the result
 */
public sealed interface CallOutcome<T> {
  /** Success. */
  record Done<T>(T value) implements CallOutcome<T> {}

  /** Failure. */
  record Failed<T>(CallProblem problem) implements CallOutcome<T> {}

  /** Applies the next step to a success; returns a failure unchanged. */
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
   * The reason why a call failed. Without secrets.
   *
   * @param call method and URL, for example {@code PUT https://id.example/v1/Client}
   * @param status the HTTP status; 0 without a response
   * @param message a sentence for operators, with the provider's message truncated to 500
   *     characters
   * @param code the provider's error code, for example {@code invalid_redirect_uri}
   * @param retryAfter when to retry, if the provider specified it
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

      String meaning() {
        return meaning;
      }
    }

    /** Creates a problem without an HTTP status. */
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
