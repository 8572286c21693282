package dev.tms.endpoint;

import dev.tms.event.TmsEvent;
import dev.tms.event.TmsListener;
import dev.tms.http.Header;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.logout.OwnSessions;
import dev.tms.problem.ErrorCode;
import dev.tms.session.Antiforgery;
import dev.tms.session.RequestSession;
import dev.tms.session.RequestSession.AccessOutcome;
import dev.tms.session.RequestSession.Use;
import dev.tms.session.Session;
import dev.tms.session.SessionIndex.SessionRow;
import dev.tms.session.Sessions;
import dev.tms.session.Sessions.OpenOutcome;
import dev.tms.token.AccessToken;
import dev.tms.web.Cookies;
import dev.tms.web.Parameters;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints below {@code /Session}. All but CheckSession require a live session, then its
 * antiforgery token. Thread-safe.
 */
final class SessionEndpoints {
  private final Sessions sessions;
  private final @Nullable OwnSessions own;
  private final Antiforgery antiforgery;
  private final String logoutPath;
  private final TmsListener events;
  private final InstantSource clock;
  private final SecureRandom random;

  /** {@code own} is null if sessions are held in cookies. */
  SessionEndpoints(
      Sessions sessions,
      @Nullable OwnSessions own,
      Antiforgery antiforgery,
      String logoutPath,
      TmsListener events,
      InstantSource clock,
      SecureRandom random) {
    this.sessions = sessions;
    this.own = own;
    this.antiforgery = antiforgery;
    this.logoutPath = logoutPath;
    this.events = events;
    this.clock = clock;
    this.random = random;
  }

  /** {@code GET /Session/CheckSession}: login state. Sets only the antiforgery cookie. */
  Response check(Request request) {
    Cookies cookies = Cookies.of(request);
    OpenOutcome outcome = sessions.open(cookies);
    if (outcome instanceof OpenOutcome.Unavailable) {
      return Response.problem(ErrorCode.STORE_UNAVAILABLE);
    }
    Session session = outcome instanceof OpenOutcome.Live live ? live.session() : null;
    Antiforgery.Value value =
        session != null
            ? session.antiforgery()
            : antiforgery.fromCookie(cookies).orElseGet(() -> Antiforgery.Value.random(random));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("isLoggedIn", session != null);
    body.put("workspaceDomain", session == null ? null : session.tenant());
    body.put("requestVerificationToken", antiforgery.token(value));
    return Response.json(antiforgery.repair(cookies, value).stream().toList(), body);
  }

  /** {@code GET /Session/User}: the claims of the signed-in user. */
  Response user(Request request) {
    return guarded(
        request,
        Use.SEEN,
        (used, session) -> {
          Map<String, Object> body = new LinkedHashMap<>();
          body.put("claims", session.user().claims().values());
          body.put("sessionExpiresIn", used.expiresIn().toSeconds());
          body.put("logoutPath", logoutPath);
          return Response.json(used.cookies(), body);
        });
  }

  /** {@code POST /Session/RetrieveToken}: a valid access token, refreshed if due. */
  Response retrieveToken(Request request) {
    boolean force = "true".equalsIgnoreCase(Parameters.ofQuery(request).first("force"));
    Use use = force ? Use.NEW_TOKEN_HANDED_OUT : Use.TOKEN_HANDED_OUT;
    return guarded(request, use, (used, session) -> token(used));
  }

  private Response token(RequestSession used) {
    if (used.access() instanceof AccessOutcome.Granted granted) {
      AccessToken token = granted.token();
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("accessToken", token.reveal());
      body.put("expiresIn", token.remaining(clock.instant()).toSeconds());
      body.put("scope", token.scopes().toString());
      return Response.json(used.cookies(), body);
    }
    if (used.access() instanceof AccessOutcome.Denied denied) {
      return Response.problem(denied.reason());
    }
    AccessOutcome.Unavailable unavailable = (AccessOutcome.Unavailable) used.access();
    return unavailable.reason() == ErrorCode.PROVIDER_MISCONFIGURED
        ? Response.problem(503, unavailable.reason())
        : Response.problem(unavailable.reason(), unavailable.retryAfter());
  }

  /** {@code GET /Session/List}: the user's sessions. */
  Response list(Request request) {
    return listed(
        request,
        (list, used, current) -> {
          List<Map<String, Object>> rows =
              list.list(current).stream().map(row -> row(row, current)).toList();
          return Response.json(used.cookies(), Map.of("sessions", rows));
        });
  }

  private static Map<String, Object> row(SessionRow row, Session current) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", row.ref().id().value());
    json.put("current", row.ref().id().equals(current.id()));
    json.put("firstUse", row.firstUse().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("lastUse", row.lastUse().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("device", row.device().text());
    return json;
  }

  /** {@code DELETE /Session/List/{id}}: 204, or 404 if the user has no such session. */
  Response end(Request request) {
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    return listed(
        request,
        (list, used, current) -> {
          if (!list.end(current, id)) {
            return Response.problem(ErrorCode.NOT_FOUND).with(headers(used));
          }
          boolean isCurrent = current.id().value().equals(id);
          return Response.status(204)
              .cookies(isCurrent ? sessions.clear() : used.cookies())
              .build();
        });
  }

  /** {@code POST /Session/LogOutEverywhere}. */
  Response endAll(Request request) {
    return listed(
        request,
        (list, used, current) -> {
          list.endAll(current);
          return Response.status(204).cookies(sessions.clear()).build();
        });
  }

  private interface ListCall {
    Response answer(OwnSessions list, RequestSession used, Session current);
  }

  private Response listed(Request request, ListCall call) {
    OwnSessions list = own;
    return list == null
        ? Response.problem(ErrorCode.NOT_STORE_HELD)
        : guarded(request, Use.SEEN, (used, current) -> call.answer(list, used, current));
  }

  /**
   * Calls the endpoint with the session; otherwise responds 401, 503 if the session is unknown now,
   * or 400 {@code antiforgery}, which changes nothing.
   */
  private Response guarded(
      Request request, Use use, BiFunction<RequestSession, Session, Response> call) {
    OpenOutcome read = sessions.read(Cookies.of(request));
    if (read instanceof OpenOutcome.Live live
        && !antiforgery.matches(request, live.session().antiforgery())) {
      events.on(new TmsEvent.RequestRefused(ErrorCode.ANTIFORGERY.wire()));
      return Response.problem(ErrorCode.ANTIFORGERY);
    }
    RequestSession used = sessions.use(read, use);
    Session session = used.session();
    // clears the cookies of a session known to have ended
    return session == null
        ? Response.problem(used.reason()).with(headers(used))
        : call.apply(used, session);
  }

  private static List<Header> headers(RequestSession used) {
    return used.cookies().stream().map(SetCookie::header).toList();
  }
}
