package dev.tms.oidc;

import java.net.URI;
import java.time.Duration;

/** How the beginning of a login went. */
public sealed interface AuthorizeOutcome {
  /**
   * The browser goes to the provider.
   *
   * @param location where to
   * @param transaction what the answer will be checked against
   * @param isSilent whether {@code prompt=none} is asked for: the user sees nothing of it
   */
  record Redirect(URI location, Transaction transaction, boolean isSilent)
      implements AuthorizeOutcome {
    /** Without the query, which holds {@code state}. */
    @Override
    public String toString() {
      return "Redirect[" + location.getHost() + "]";
    }
  }

  /**
   * The provider's metadata contradict the configuration; the reason is a sentence for operators.
   */
  record Misconfigured(String reason) implements AuthorizeOutcome {}

  /** The provider's metadata cannot be had now; the reason is a sentence for operators. */
  record Unavailable(Duration retryAfter, String reason) implements AuthorizeOutcome {}
}
