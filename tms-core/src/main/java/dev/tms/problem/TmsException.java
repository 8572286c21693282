package dev.tms.problem;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An operation could not be done, for a reason that is not a programming error. Its message says
 * what was wrong and what to do, for operators; it never holds a token, cookie, code or secret.
 */
public class TmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient @Nullable Duration retryAfter;

  /** An exception with a code and a message for operators. */
  public TmsException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** As {@link #TmsException(ErrorCode, String)}, with the time after which a retry makes sense. */
  public TmsException(ErrorCode code, String message, @Nullable Duration retryAfter) {
    super(Objects.requireNonNull(message, "message"));
    this.code = Objects.requireNonNull(code, "code");
    this.retryAfter = retryAfter;
  }

  /** What kind of problem it is. */
  public ErrorCode code() {
    return code;
  }

  /** When to try again, where that is known. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
