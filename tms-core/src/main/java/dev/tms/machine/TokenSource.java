package dev.tms.machine;

import dev.tms.token.AccessToken;
import dev.tms.token.Secret;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where the tokens of one key come from. Thread-safe; blocks, within a time of its own. */
interface TokenSource {
  /** Fetches a token that is not {@code insufficient}; throws nothing for what others do. */
  Fetched fetch(@Nullable Secret insufficient);

  /** Offers a token to others, unless it is not wanted any more by the time it is there. */
  void offer(AccessToken token, BooleanSupplier stillWanted);

  /** Takes back what was offered. */
  void forget();
}
