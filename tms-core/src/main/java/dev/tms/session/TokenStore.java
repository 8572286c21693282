package dev.tms.session;

import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.store.StoreUnavailableException;
import dev.tms.web.Cookies;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores sessions between requests: in sealed cookies, or on the server behind a handle. */
interface TokenStore {
  LoadOutcome load(Cookies cookies);

  /**
   * Saves a new session and returns its cookies.
   *
   * @throws Session.TooLargeException if it does not fit; then nothing is saved
   * @throws StoreUnavailableException if sessions live in the store, and it cannot be reached
   */
  List<SetCookie> begin(Session session, DeviceLabel device);

  /**
   * Saves a newer generation of a session and returns its cookies. Never revives an ended session,
   * and never overwrites a newer generation.
   *
   * @throws Session.TooLargeException if it does not fit; then nothing is saved
   */
  List<SetCookie> save(Session session);

  /**
   * Seals a loaded session again under the primary key and returns its cookies.
   *
   * @throws Session.TooLargeException if it does not fit; then nothing is saved
   */
  List<SetCookie> reseal(Session session);

  /**
   * Deletes the tokens of an ended session and returns the newest generation that was stored; empty
   * if nothing is stored on the server.
   *
   * @throws StoreUnavailableException if sessions live in the store, and it cannot be reached
   */
  Optional<Session> end(SessionRef session, ErrorCode reason);

  /** Records a use of the session. Does not block, never fails. */
  void used(Session session, Instant activeUntil);

  /** The cookies that delete the session from the browser. */
  List<SetCookie> clear();

  /** The session of a request's cookies. */
  sealed interface LoadOutcome {
    /** A session; stale if it was sealed under a key that is no longer the primary one. */
    record Loaded(Session session, boolean stale) implements LoadOutcome {}

    /** A handle whose session has ended; {@code NO_SESSION} if the reason is unknown. */
    record Gone(ErrorCode reason) implements LoadOutcome {}

    /** A handle while the store is unreachable. */
    record Unavailable() implements LoadOutcome {}

    /** No cookie. */
    record Absent() implements LoadOutcome {}

    /** A cookie or entry that does not open. */
    record Unopenable() implements LoadOutcome {}
  }
}
