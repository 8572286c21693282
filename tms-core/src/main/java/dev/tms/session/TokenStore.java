package dev.tms.session;

import dev.tms.http.Cookies;
import dev.tms.http.SetCookie;
import java.util.List;

/**
 * Where sessions are kept between requests: in sealed cookies, or on the server behind a handle.
 * Thread-safe.
 */
public interface TokenStore {
  /** The session of these cookies. */
  LoadOutcome load(Cookies cookies);

  /**
   * Saves a session and returns the cookies to set.
   *
   * @throws SessionTooLargeException if it does not fit; then nothing is saved
   */
  List<SetCookie> save(Session session);

  /** The cookies to set so that the browser forgets the session. */
  List<SetCookie> clear();
}
