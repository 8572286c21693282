package dev.tms.endpoint;

import dev.tms.http.Cookies;
import dev.tms.http.Parameters;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.problem.TmsException;
import java.util.List;

/**
 * {@code GET /Auth/FrontChannelLogout}: loaded by the provider's page in a frame (OpenID Connect
 * Front-Channel Logout 1.0 section 2). The answer does not tell whether anything was done.
 */
final class FrontChannelLogoutEndpoint implements Endpoint {
  private final FrontChannelLogout logout;
  private final String framePolicy;

  /** Signs out through this; {@code issuerOrigin} alone may show the answer in a frame. */
  FrontChannelLogoutEndpoint(FrontChannelLogout logout, String issuerOrigin) {
    this.logout = logout;
    this.framePolicy = "default-src 'none'; frame-ancestors " + issuerOrigin;
  }

  @Override
  public Response handle(Request request) {
    return Response.status(200)
        .cookies(cleared(request))
        .header("Content-Security-Policy", framePolicy)
        .build();
  }

  private static boolean mayBeFrame(Request request) {
    List<String> destinations = request.headers("Sec-Fetch-Dest");
    return destinations.isEmpty() || destinations.equals(List.of("iframe"));
  }

  private List<SetCookie> cleared(Request request) {
    try {
      Parameters query = Parameters.ofQuery(request);
      return query.hasRepetition()
          ? List.of()
          : logout.logOut(
              Cookies.of(request), query.first("iss"), query.first("sid"), mayBeFrame(request));
    } catch (TmsException e) {
      return List.of(); // malformed, or the store is down: nothing is done, and nothing is told
    }
  }
}
