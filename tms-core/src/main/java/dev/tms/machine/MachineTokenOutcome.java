package dev.tms.machine;

import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import java.time.Duration;

/** The result of a token request. */
public sealed interface MachineTokenOutcome {
  /** A usable token. */
  record Granted(AccessToken token) implements MachineTokenOutcome {}

  /**
   * The provider refused the request (RFC 6749 section 5.2), which requires an operator.
   *
   * @param error lower-case error code, such as {@code invalid_client}, or {@code unrecognized}
   * @param retryAfter time until the provider is asked again; this result stands until then
   */
  record Refused(String error, Duration retryAfter) implements MachineTokenOutcome {}

  /**
   * No token is available at present.
   *
   * @param retryAfter time until the provider is asked again; this result stands until then
   * @param code {@code PROVIDER_UNAVAILABLE}, or {@code PROVIDER_MISCONFIGURED} if a response of
   *     the provider contradicts the configuration, which requires an operator
   * @param reason a sentence for operators, without secrets
   */
  record Unavailable(Duration retryAfter, ErrorCode code, String reason)
      implements MachineTokenOutcome {
    Unavailable(Duration retryAfter, String reason) {
      this(retryAfter, ErrorCode.PROVIDER_UNAVAILABLE, reason);
    }
  }
}
