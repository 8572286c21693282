package dev.tms.machine;

import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a try to have a token. */
sealed interface Fetched {
  /**
   * A token.
   *
   * @param shared whether it came from the shared cache
   */
  record Token(AccessToken token, boolean shared) implements Fetched {}

  /**
   * None.
   *
   * @param refusal the provider's error code, where it refuses
   * @param code why not, where the provider does not refuse
   * @param asked what the provider says about trying again
   * @param reason a sentence for operators
   */
  record Nothing(@Nullable String refusal, ErrorCode code, @Nullable Duration asked, String reason)
      implements Fetched {
    Nothing(@Nullable String refusal, @Nullable Duration asked, String reason) {
      this(refusal, ErrorCode.PROVIDER_UNAVAILABLE, asked, reason);
    }
  }
}
