package dev.tms.endpoint;

import dev.tms.event.TmsEvent.LogoutReceived.Verdict;
import dev.tms.http.Json;
import dev.tms.http.Parameters;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.logout.BackChannelLogout;
import dev.tms.problem.TmsException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /Auth/BackChannelLogout}: the provider tells of a logout (OpenID Connect Back-Channel
 * Logout 1.0 section 2.5). The token is its own proof; cookies are not looked at.
 */
final class BackChannelLogoutEndpoint implements Endpoint {
  private static final String PARAMETER = "logout_token";

  private final BackChannelLogout logout;

  /** Hands tokens to this. */
  BackChannelLogoutEndpoint(BackChannelLogout logout) {
    this.logout = logout;
  }

  @Override
  public Response handle(Request request) {
    Verdict verdict = logout.receive(token(request));
    // 2.8: if the logout succeeded, the RP MUST respond with HTTP 200 OK; if the request was
    // invalid or the logout failed, with HTTP 400 Bad Request
    return verdict == Verdict.ACCEPTED
        ? Response.status(200).build()
        : refused(verdict == Verdict.UNAVAILABLE ? "temporarily_unavailable" : "invalid_request");
  }

  private static @Nullable String token(Request request) {
    try {
      Parameters form = Parameters.ofForm(request);
      return form.hasRepetition() ? null : form.first(PARAMETER);
    } catch (TmsException e) {
      return null;
    }
  }

  private static Response refused(String error) {
    return Response.status(400)
        .body("application/json", Json.write(Map.of("error", error)))
        .build();
  }
}
