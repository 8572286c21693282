package dev.tms.session;

import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.store.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where sessions are kept between requests: in sealed cookies, or on the server behind a handle.
 * Thread-safe.
 */
interface TokenStore {
  /** The session of these cookies. */
  LoadOutcome load(Cookies cookies);

  /**
   * Keeps a session that has just begun, and returns the cookies to set.
   *
   * @param device what the user signed in with
   * @throws SessionTooLargeException if it does not fit; then nothing is kept
   * @throws StoreUnavailableException if it is to be kept in the store, and that cannot be reached
   */
  List<SetCookie> begin(Session session, DeviceLabel device);

  /**
   * Keeps a newer generation of a session, and returns the cookies to set. Never brings back a
   * session that is over, and never puts an older generation in the place of a newer one.
   *
   * @throws SessionTooLargeException if it does not fit; then nothing is kept
   */
  List<SetCookie> save(Session session);

  /**
   * Seals a loaded session anew, under the present keys, and returns the cookies to set.
   *
   * @throws SessionTooLargeException if it does not fit; then nothing is kept
   */
  List<SetCookie> reseal(Session session);

  /**
   * Forgets the tokens of a session that is over for this reason. What was kept, the newest
   * generation of it; empty where nothing is kept on the server.
   *
   * @throws StoreUnavailableException if it is kept in the store, and that cannot be reached
   */
  Optional<Session> end(SessionRef session, ErrorCode reason);

  /** Notes that the session was used, and counts as used until then. Does not wait, never fails. */
  void used(Session session, Instant activeUntil);

  /** The cookies to set so that the browser forgets the session. */
  List<SetCookie> clear();

  /** What a request's cookies hold. */
  sealed interface LoadOutcome {
    /**
     * A session.
     *
     * @param session as it was saved
     * @param stale whether it was sealed under a key that is not the primary one any more
     */
    record Loaded(Session session, boolean stale) implements LoadOutcome {}

    /**
     * A handle whose session is not there any more.
     *
     * @param reason why it was ended, {@code ABSOLUTE_TIMEOUT}, or {@code NO_SESSION} where that is
     *     not known
     */
    record Gone(ErrorCode reason) implements LoadOutcome {}

    /** A handle, and the store cannot be reached to see what is behind it. */
    record Unavailable() implements LoadOutcome {}

    /** No cookie at all. */
    record Absent() implements LoadOutcome {}

    /** A cookie that does not open, for whatever reason. */
    record Unopenable() implements LoadOutcome {}
  }
}
