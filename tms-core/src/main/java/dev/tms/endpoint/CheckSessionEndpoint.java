package dev.tms.endpoint;

import dev.tms.browser.Antiforgery;
import dev.tms.http.Cookies;
import dev.tms.http.Json;
import dev.tms.http.ProblemJson;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.problem.ErrorCode;
import dev.tms.refresh.OpenOutcome;
import dev.tms.refresh.Sessions;
import dev.tms.session.Session;
import dev.tms.token.AntiforgeryValue;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code GET /Session/CheckSession}: whether a user is signed in. Changes nothing but the
 * antiforgery cookie.
 */
final class CheckSessionEndpoint implements Endpoint {
  private final Sessions sessions;
  private final Antiforgery antiforgery;
  private final SecureRandom random;

  /** Checks these sessions. */
  CheckSessionEndpoint(Sessions sessions, Antiforgery antiforgery, SecureRandom random) {
    this.sessions = sessions;
    this.antiforgery = antiforgery;
    this.random = random;
  }

  @Override
  public Response handle(Request request) {
    Cookies cookies = Cookies.of(request);
    OpenOutcome outcome = sessions.open(cookies);
    if (outcome instanceof OpenOutcome.Unavailable) {
      return ProblemJson.of(ErrorCode.STORE_UNAVAILABLE);
    }
    Session session = outcome instanceof OpenOutcome.Live live ? live.session() : null;
    AntiforgeryValue value =
        session != null
            ? session.antiforgery()
            : antiforgery.fromCookie(cookies).orElseGet(() -> AntiforgeryValue.random(random));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("isLoggedIn", session != null);
    body.put("workspaceDomain", session == null ? null : session.tenant());
    body.put("requestVerificationToken", antiforgery.token(value));
    return Response.status(200)
        .cookies(antiforgery.repair(cookies, value).stream().toList())
        .body("application/json", Json.write(body))
        .build();
  }
}
