package dev.tms.endpoint;

import dev.tms.http.Json;
import dev.tms.http.Parameters;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.AccessOutcome;
import dev.tms.refresh.RequestSession;
import dev.tms.token.AccessToken;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code POST /Session/RetrieveToken}: an access token that works, refreshed first where it is
 * needed.
 */
final class RetrieveTokenEndpoint implements Endpoint {
  private final SessionGuard guard;
  private final InstantSource clock;

  /** Hands out tokens of the sessions behind this guard. */
  RetrieveTokenEndpoint(SessionGuard guard, InstantSource clock) {
    this.guard = guard;
    this.clock = clock;
  }

  @Override
  public Response handle(Request request) {
    boolean force = "true".equalsIgnoreCase(Parameters.ofQuery(request).first("force"));
    return guard.guarded(request, (fresh, session) -> answer(fresh, fresh.accessToken(force)));
  }

  private Response answer(RequestSession fresh, AccessOutcome outcome) {
    if (outcome instanceof AccessOutcome.Granted granted) {
      return token(fresh, granted.token());
    }
    if (outcome instanceof AccessOutcome.Unavailable unavailable) {
      return unavailable.reason() == ErrorCode.PROVIDER_MISCONFIGURED
          ? ProblemJson.withStatus(503, unavailable.reason())
          : ProblemJson.of(unavailable.reason(), unavailable.retryAfter());
    }
    if (fresh.session().isEmpty()) {
      return SessionGuard.over(fresh);
    }
    return ProblemJson.of(((AccessOutcome.Denied) outcome).reason());
  }

  private Response token(RequestSession fresh, AccessToken token) {
    fresh.handOut(token);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("accessToken", token.reveal());
    body.put("expiresIn", token.remaining(clock.instant()).toSeconds());
    body.put("scope", token.scopes().toString());
    return Response.status(200)
        .cookies(fresh.cookies())
        .body("application/json", Json.write(body))
        .build();
  }
}
