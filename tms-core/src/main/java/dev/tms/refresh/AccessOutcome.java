package dev.tms.refresh;

import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import java.time.Duration;

/** Whether there is an access token that works. */
public sealed interface AccessOutcome {
  /** There is one. */
  record Granted(AccessToken token) implements AccessOutcome {}

  /** The session is over: a 401 with this code. */
  record Denied(ErrorCode reason) implements AccessOutcome {}

  /**
   * The old one does not work any more, and a new one cannot be had now: a 503 with this code.
   *
   * @param reason {@code PROVIDER_UNAVAILABLE}, or {@code PROVIDER_MISCONFIGURED} where an operator
   *     has to act
   */
  record Unavailable(Duration retryAfter, ErrorCode reason) implements AccessOutcome {
    /** Provider or store cannot be reached. */
    public Unavailable(Duration retryAfter) {
      this(retryAfter, ErrorCode.PROVIDER_UNAVAILABLE);
    }
  }
}
