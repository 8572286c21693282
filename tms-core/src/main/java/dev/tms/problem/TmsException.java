package dev.tms.problem;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if an operation fails for a reason other than a programming error. The message tells
 * operators what was wrong and what to do; it never contains a token, cookie, code or secret.
 */
public class TmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable Duration retryAfter;

  /** Creates an exception with a message for operators. */
  public TmsException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** Creates an exception with a message for operators and the time after which to retry. */
  public TmsException(ErrorCode code, String message, @Nullable Duration retryAfter) {
    super(Objects.requireNonNull(message, "message"));
    this.code = Objects.requireNonNull(code, "code");
    this.retryAfter = retryAfter;
  }

  /** The kind of problem. */
  public ErrorCode code() {
    return code;
  }

  /** The time after which to retry, if known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
