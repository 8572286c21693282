package dev.tms.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no answer of the provider that can be used: one value from the sender to the answer
 * that the user gets.
 *
 * @param status the HTTP status of an answer that arrived whole; 0 where none did
 * @param retryAfter what the answer says about trying again
 * @param reason a sentence for operators
 */
public record ProviderTrouble(Kind kind, int status, @Nullable Duration retryAfter, String reason)
    implements ProviderCalls.Reply, TokenEndpoint.TokenOutcome {
  /** What is known of the request. */
  public enum Kind {
    /** No connection was made: trying again is harmless and may help. */
    NOT_CONNECTED,
    /** The provider cannot have seen it. */
    NOT_SENT,
    /** The provider may have carried it out, and what came of it is lost. */
    UNANSWERED,
    /** The answer says that it was not carried out. */
    NOT_DONE,
    /** It was refused, and it cannot be told whether the grant is still good. */
    UNCLEAR,
    /** What the provider says is sound, and contradicts the configuration. */
    MISCONFIGURED
  }

  /** Without an answer that says more. */
  public static ProviderTrouble of(Kind kind, String reason) {
    return new ProviderTrouble(kind, 0, null, reason);
  }

  public boolean isMisconfigured() {
    return kind == Kind.MISCONFIGURED;
  }
}
