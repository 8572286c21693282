package dev.tms.endpoint;

import dev.tms.http.Cookies;
import dev.tms.http.Json;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.logout.Logout;
import dev.tms.store.StoreUnavailableException;
import java.net.URI;
import java.util.Map;

/**
 * {@code POST /Auth/LogOut}: ends the session here, and sends the browser on to end it at the
 * provider.
 */
final class LogOutEndpoint implements Endpoint {
  private final Logout logout;
  private final Pages pages;

  /** Signs out through this. */
  LogOutEndpoint(Logout logout, URI frontEnd) {
    this.logout = logout;
    this.pages = new Pages(frontEnd);
  }

  @Override
  public Response handle(Request request) {
    Logout.SignedOut signedOut;
    try {
      signedOut = logout.logOut(Cookies.of(request));
    } catch (StoreUnavailableException e) {
      return pages.problem(request, e.code(), e.retryAfter().orElse(null));
    }
    String location = signedOut.location().toString();
    if (Pages.wantsJson(request)) {
      return Response.status(200)
          .cookies(signedOut.cookies())
          .body("application/json", Json.write(Map.of("logoutUrl", location)))
          .build();
    }
    return signedOut.atProvider()
        ? Response.status(302).header("Location", location).cookies(signedOut.cookies()).build()
        : pages.signedOut(request, signedOut.cookies());
  }
}
