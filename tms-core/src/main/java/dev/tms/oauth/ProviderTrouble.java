package dev.tms.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why a call to the provider brought no usable answer. The same value travels from the sender to
 * the answer that the user gets.
 *
 * @param status the HTTP status of a complete response; 0 if there was none
 * @param retryAfter how long to wait before the next attempt, if known
 * @param reason a sentence for operators
 */
public record ProviderTrouble(Kind kind, int status, @Nullable Duration retryAfter, String reason)
    implements ProviderCalls.Reply,
        TokenEndpoint.TokenOutcome,
        MetadataSource.Outcome,
        Introspection.Outcome {
  /** What is known about the fate of the request. */
  public enum Kind {
    /** No connection was made. A retry is safe. */
    NOT_CONNECTED,
    /** The provider cannot have received the request. */
    NOT_SENT,
    /** The provider may have processed the request, but its response is lost. */
    UNANSWERED,
    /** The response says that the request was not processed. */
    NOT_DONE,
    /** The provider refused, and the refusal does not say whether the grant is still valid. */
    UNCLEAR,
    /** The provider's answer is sound but contradicts the configuration. */
    MISCONFIGURED
  }

  public static ProviderTrouble of(Kind kind, String reason) {
    return new ProviderTrouble(kind, 0, null, reason);
  }

  public boolean isMisconfigured() {
    return kind == Kind.MISCONFIGURED;
  }
}
