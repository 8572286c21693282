package dev.tms.registration.remote;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a call failed. No secrets. Immutable. */
public final class CallProblem {
  /** What went wrong. */
  public enum Kind {
    /** 400 or 422: the provider does not take what it was sent. */
    BAD_REQUEST,
    /** 401: the token is missing, wrong or expired. */
    UNAUTHORIZED,
    /** 403: the token does not allow it. */
    FORBIDDEN,
    /** 404. */
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

  private final Kind kind;
  private final String call;
  private final int status;
  private final String message;
  private final @Nullable String code;
  private final @Nullable Duration retryAfter;

  private CallProblem(
      Kind kind,
      String call,
      int status,
      String message,
      @Nullable String code,
      @Nullable Duration retryAfter) {
    this.kind = kind;
    this.call = call;
    this.status = status;
    this.message = message;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  static CallProblem answered(
      Kind kind,
      String call,
      int status,
      String message,
      @Nullable String code,
      @Nullable Duration retryAfter) {
    return new CallProblem(kind, call, status, message, code, retryAfter);
  }

  /** A problem without an error status. */
  public static CallProblem of(Kind kind, String call, String message) {
    return new CallProblem(kind, call, 0, message, null, null);
  }

  /** What went wrong. */
  public Kind kind() {
    return kind;
  }

  /** Method and address, for example {@code PUT https://id.example/v1/Client}. */
  public String call() {
    return call;
  }

  /** The status of the answer; 0 where there was none. */
  public int status() {
    return status;
  }

  /** A sentence for operators; with what the provider said, cut to 500 characters. */
  public String message() {
    return message;
  }

  /** The provider's error code, such as {@code invalid_redirect_uri}. */
  public Optional<String> code() {
    return Optional.ofNullable(code);
  }

  /** When asking again makes sense, if the provider said so. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** One line with all of it. */
  @Override
  public String toString() {
    return call
        + ": "
        + (status == 0 ? "" : status + ", ")
        + message
        + (retryAfter == null ? "" : "; again in " + retryAfter.toSeconds() + " s");
  }
}
