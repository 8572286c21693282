package dev.tms.endpoint;

import dev.tms.http.Json;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.refresh.RequestSession;
import dev.tms.session.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code GET /Session/User}: the claims of the signed-in user. */
final class UserEndpoint implements Endpoint {
  private final SessionGuard guard;
  private final String logoutPath;

  /** Tells of the users behind this guard; {@code logoutPath} is where they sign out. */
  UserEndpoint(SessionGuard guard, String logoutPath) {
    this.guard = guard;
    this.logoutPath = logoutPath;
  }

  @Override
  public Response handle(Request request) {
    return guard.guarded(request, this::answer);
  }

  private Response answer(RequestSession fresh, Session session) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("claims", session.user().claims().values());
    body.put("sessionExpiresIn", fresh.expiresIn().toSeconds());
    body.put("logoutPath", logoutPath);
    return Response.status(200)
        .cookies(fresh.cookies())
        .body("application/json", Json.write(body))
        .build();
  }
}
