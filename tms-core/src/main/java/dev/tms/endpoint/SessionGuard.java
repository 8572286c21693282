package dev.tms.endpoint;

import dev.tms.browser.Antiforgery;
import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Header;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.RequestSession;
import dev.tms.refresh.RequestSessions;
import dev.tms.session.Session;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The way into every call that needs a live session and its antiforgery token, in this order.
 * Thread-safe.
 */
final class SessionGuard {
  private final RequestSessions sessions;
  private final Antiforgery antiforgery;
  private final TmsListener events;

  /** A guard of these sessions. */
  SessionGuard(RequestSessions sessions, Antiforgery antiforgery, TmsListener events) {
    this.sessions = sessions;
    this.antiforgery = antiforgery;
    this.events = events;
  }

  /**
   * Lets the call through with its session; otherwise 401, 503 where it is unknown whether there is
   * one, or 400 {@code antiforgery} with nothing changed.
   */
  Response guarded(Request request, BiFunction<RequestSession, Session, Response> call) {
    RequestSession fresh = sessions.open(request);
    Optional<Session> session = fresh.session();
    if (session.isEmpty()) {
      return over(fresh);
    }
    if (!antiforgery.matches(request, session.get().antiforgery())) {
      events.on(new TmsEvent.RequestRefused(ErrorCode.ANTIFORGERY.wire()));
      return ProblemJson.of(ErrorCode.ANTIFORGERY);
    }
    return call.apply(fresh, session.get());
  }

  /**
   * The 401 of a session that is over, with the cookies to clear where it is known to be ended; the
   * 503 where it is unknown.
   */
  static Response over(RequestSession fresh) {
    List<Header> cookies = fresh.cookies().stream().map(SetCookie::header).toList();
    return ProblemJson.of(fresh.overBecause()).with(cookies);
  }
}
