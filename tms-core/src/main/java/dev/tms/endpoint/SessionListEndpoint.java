package dev.tms.endpoint;

import dev.tms.http.Json;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.logout.OwnSessions;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.RequestSession;
import dev.tms.refresh.Sessions;
import dev.tms.session.Session;
import dev.tms.session.SessionRow;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A user's own sessions: {@code GET /Session/List}, {@code DELETE /Session/List/{id}}, {@code POST
 * /Session/LogOutEverywhere}.
 */
final class SessionListEndpoint {
  private final SessionGuard guard;
  private final OwnSessions own;
  private final Sessions sessions;

  /** Lists and ends these sessions. */
  SessionListEndpoint(SessionGuard guard, OwnSessions own, Sessions sessions) {
    this.guard = guard;
    this.own = own;
    this.sessions = sessions;
  }

  /** {@code GET /Session/List}. */
  Response list(Request request) {
    return guard.guarded(request, this::list);
  }

  private Response list(RequestSession fresh, Session current) {
    List<SetCookie> cookies = fresh.cookies();
    List<Map<String, Object>> rows =
        own.list(current).stream().map(row -> json(row, current)).toList();
    return Response.status(200)
        .cookies(cookies)
        .body("application/json", Json.write(Map.of("sessions", rows)))
        .build();
  }

  private static Map<String, Object> json(SessionRow row, Session current) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", row.ref().id().value());
    json.put("current", row.ref().id().equals(current.id()));
    json.put("firstUse", row.firstUse().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("lastUse", row.lastUse().truncatedTo(ChronoUnit.SECONDS).toString());
    json.put("device", row.device().text());
    return json;
  }

  /** {@code DELETE /Session/List/{id}}: 204, or 404 where the user has no such session. */
  Response end(Request request) {
    String path = request.path();
    String id = path.substring(path.lastIndexOf('/') + 1);
    return guard.guarded(request, (fresh, current) -> end(fresh, current, id));
  }

  private Response end(RequestSession fresh, Session current, String id) {
    if (!own.end(current, id)) {
      return ProblemJson.of(ErrorCode.NOT_FOUND);
    }
    boolean isCurrent = current.id().value().equals(id);
    return Response.status(204).cookies(isCurrent ? sessions.clear() : fresh.cookies()).build();
  }

  /** {@code POST /Session/LogOutEverywhere}. */
  Response endAll(Request request) {
    return guard.guarded(
        request,
        (fresh, current) -> {
          own.endAll(current);
          return Response.status(204).cookies(sessions.clear()).build();
        });
  }

  /** The answer to all three where sessions are held in cookies. */
  static Response notHeld(Request request) {
    return ProblemJson.of(ErrorCode.NOT_STORE_HELD);
  }
}
