package dev.tms.refresh;

import dev.tms.event.TmsListener;
import dev.tms.http.Cookies;
import dev.tms.http.Request;
import java.time.InstantSource;

/** Opens the session of a request so that its access token can be had fresh. Thread-safe. */
public final class RequestSessions {
  private final Sessions sessions;
  private final SessionStatus status;
  private final RefreshEngine engine;
  private final InstantSource clock;
  private final TmsListener events;

  /** Sessions refreshed by this engine. */
  public RequestSessions(
      Sessions sessions,
      SessionStatus status,
      RefreshEngine engine,
      InstantSource clock,
      TmsListener events) {
    this.sessions = sessions;
    this.status = status;
    this.engine = engine;
    this.clock = clock;
    this.events = events;
  }

  /** The request's session, live or over. */
  public RequestSession open(Request request) {
    return open(Cookies.of(request));
  }

  /** The session of these cookies, live or over. */
  public RequestSession open(Cookies cookies) {
    return new RequestSession(sessions.open(cookies), sessions, status, engine, clock, events);
  }
}
