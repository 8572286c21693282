package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.token.AccessToken;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session of a request that has used it. Immutable.
 *
 * @param session the live session, refreshed where that was needed; null where there is none
 * @param reason why there is none; {@code NO_SESSION} where there never was one, {@code
 *     STORE_UNAVAILABLE} where it is unknown now
 * @param expiresIn what is left of it, idle and absolute limit taken together; never negative
 * @param access its access token, where that was asked for; otherwise of no meaning
 * @param cookies those that the answer has to set
 */
public record RequestSession(
    @Nullable Session session,
    ErrorCode reason,
    Duration expiresIn,
    AccessOutcome access,
    List<SetCookie> cookies) {
  /** What a request needs of its session. */
  public enum Use {
    /** That it is live. The request counts as use. */
    SEEN,
    /** Its access token, renewed first where that is due. The request counts as use. */
    TOKEN,
    /**
     * The same for another party, so that the session stays active at least until the token
     * expires. Without a token, the request does not count as use.
     */
    TOKEN_HANDED_OUT,
    /** The same, renewed although it is not due, at most once per 30 s. */
    NEW_TOKEN_HANDED_OUT;

    boolean handsOut() {
      return this == TOKEN_HANDED_OUT || this == NEW_TOKEN_HANDED_OUT;
    }
  }

  /** Whether there is an access token that works. */
  public sealed interface AccessOutcome {
    /** There is one. */
    record Granted(AccessToken token) implements AccessOutcome {}

    /** The session is over: a 401 with this code. */
    record Denied(ErrorCode reason) implements AccessOutcome {}

    /**
     * The old one does not work any more, and a new one cannot be had now: a 503 with this code.
     *
     * @param reason {@code PROVIDER_UNAVAILABLE}, {@code STORE_UNAVAILABLE} where even the session
     *     cannot be looked up, or {@code PROVIDER_MISCONFIGURED} where an operator has to act
     */
    record Unavailable(Duration retryAfter, ErrorCode reason) implements AccessOutcome {}
  }
}
