package dev.tms.machine;

import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import java.time.Duration;

/** Whether there is a token. */
public sealed interface MachineTokenOutcome {
  /** There is one. */
  record Granted(AccessToken token) implements MachineTokenOutcome {}

  /**
   * The provider refuses (RFC 6749 section 5.2), which an operator has to fix.
   *
   * @param error its error code in lower case, such as {@code invalid_client}, or {@code
   *     unrecognized}
   * @param retryAfter when it is asked again at the earliest; until then this is the answer
   */
  record Refused(String error, Duration retryAfter) implements MachineTokenOutcome {}

  /**
   * There is none now, and no telling for how long.
   *
   * @param retryAfter when the provider is asked again at the earliest; until then this is the
   *     answer
   * @param code {@code PROVIDER_UNAVAILABLE}, or {@code PROVIDER_MISCONFIGURED} where what the
   *     provider answers contradicts the configuration, so that an operator has to act
   * @param reason a sentence for operators, without anything secret
   */
  record Unavailable(Duration retryAfter, ErrorCode code, String reason)
      implements MachineTokenOutcome {
    Unavailable(Duration retryAfter, String reason) {
      this(retryAfter, ErrorCode.PROVIDER_UNAVAILABLE, reason);
    }
  }
}
