package dev.tms.machine;

import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where the tokens of one key come from. Thread-safe; blocks, within a time of its own. */
interface TokenSource {
  /** Fetches a token that is not {@code insufficient}; throws nothing for what others do. */
  Fetched fetch(@Nullable Secret insufficient);

  /** Offers a token to others, unless it is not wanted any more by the time it is there. */
  void offer(AccessToken token, BooleanSupplier stillWanted);

  void forget();

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
    record Nothing(
        @Nullable String refusal, ErrorCode code, @Nullable Duration asked, String reason)
        implements Fetched {
      Nothing(@Nullable String refusal, @Nullable Duration asked, String reason) {
        this(refusal, ErrorCode.PROVIDER_UNAVAILABLE, asked, reason);
      }
    }
  }
}
