package dev.tms.refresh;

import dev.tms.event.TmsListener;
import dev.tms.home.Sessions;
import dev.tms.http.Cookies;
import dev.tms.http.Request;
import dev.tms.ledger.Standing;
import java.time.InstantSource;

/** Opens the session of a request so that its access token can be had fresh. Thread-safe. */
public final class FreshSessions {
  private final Sessions sessions;
  private final Standing standing;
  private final RefreshEngine engine;
  private final InstantSource clock;
  private final TmsListener events;

  /** Sessions refreshed by this engine. */
  public FreshSessions(
      Sessions sessions,
      Standing standing,
      RefreshEngine engine,
      InstantSource clock,
      TmsListener events) {
    this.sessions = sessions;
    this.standing = standing;
    this.engine = engine;
    this.clock = clock;
    this.events = events;
  }

  /** The request's session, live or over. */
  public FreshSession open(Request request) {
    return open(Cookies.of(request));
  }

  /** The session of these cookies, live or over. */
  public FreshSession open(Cookies cookies) {
    return new FreshSession(sessions.open(cookies), sessions, standing, engine, clock, events);
  }
}
