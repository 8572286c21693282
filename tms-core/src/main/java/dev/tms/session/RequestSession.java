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
 * @param session the live session, refreshed if needed; null if there is none
 * @param reason why there is none; {@code NO_SESSION} if there never was one, {@code
 *     STORE_UNAVAILABLE} if that is unknown
 * @param expiresIn the time until the idle or absolute timeout; never negative
 * @param access the access token, if it was requested; otherwise meaningless
 * @param cookies the cookies that the response must set
 */
public record RequestSession(
    @Nullable Session session,
    ErrorCode reason,
    Duration expiresIn,
    AccessOutcome access,
    List<SetCookie> cookies) {
  /** What a request needs from its session. */
  public enum Use {
    /** A live session. The request counts as use. */
    SEEN,
    /** The access token, refreshed if due. The request counts as use. */
    TOKEN,
    /**
     * As {@code TOKEN}, for a client that keeps the token: the session stays active at least until
     * it expires. Without a token, the request does not count as use.
     */
    TOKEN_HANDED_OUT,
    /** As {@code TOKEN_HANDED_OUT}, refreshed even if not due, at most once per 30 s. */
    NEW_TOKEN_HANDED_OUT;

    boolean handsOut() {
      return this == TOKEN_HANDED_OUT || this == NEW_TOKEN_HANDED_OUT;
    }
  }

  /** The result of asking for an access token. */
  public sealed interface AccessOutcome {
    /** A valid access token. */
    record Granted(AccessToken token) implements AccessOutcome {}

    /** The session is over: a 401 with this code. */
    record Denied(ErrorCode reason) implements AccessOutcome {}

    /**
     * The old token has expired, and a new one is not available now: a 503 with this code.
     *
     * @param reason {@code PROVIDER_UNAVAILABLE}; {@code STORE_UNAVAILABLE} if the session cannot
     *     be loaded; {@code PROVIDER_MISCONFIGURED} if an operator must act
     */
    record Unavailable(Duration retryAfter, ErrorCode reason) implements AccessOutcome {}
  }
}
