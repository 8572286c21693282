package dev.tms.endpoint;

import dev.tms.event.TmsEvent.LogoutReceived.Verdict;
import dev.tms.http.Cookies;
import dev.tms.http.Json;
import dev.tms.http.Parameters;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.logout.BackChannelLogout;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.logout.Logout;
import dev.tms.problem.TmsException;
import dev.tms.store.StoreUnavailableException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways out: a user's own, and those by which the provider tells of a logout. Thread-safe. */
final class LogoutEndpoints {
  private final Logout logout;
  private final BackChannelLogout back;
  private final FrontChannelLogout front;
  private final String framePolicy;
  private final Pages pages;

  /** Endpoints of these; {@code issuerOrigin} alone may show the front-channel's answer. */
  LogoutEndpoints(
      Logout logout,
      BackChannelLogout back,
      FrontChannelLogout front,
      String issuerOrigin,
      URI frontEnd) {
    this.logout = logout;
    this.back = back;
    this.front = front;
    this.framePolicy = "default-src 'none'; frame-ancestors " + issuerOrigin;
    this.pages = new Pages(frontEnd);
  }

  /**
   * {@code POST /Auth/LogOut}: ends the session here, and sends the browser on to end it at the
   * provider.
   */
  Response logOut(Request request) {
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

  /** {@code GET /Auth/LoggedOut}: where the provider returns to after a sign-out. */
  Response loggedOut(Request request) {
    return pages.signedOut(request, List.of());
  }

  /**
   * {@code POST /Auth/BackChannelLogout}: the provider tells of a logout (OpenID Connect
   * Back-Channel Logout 1.0 section 2.5). The token is its own proof; cookies are not looked at.
   */
  Response backChannel(Request request) {
    Verdict verdict = back.receive(logoutToken(request));
    if (verdict == Verdict.ACCEPTED) {
      return Response.status(200).build();
    }
    // 2.8: if the logout succeeded, the RP MUST respond with HTTP 200 OK; if the request was
    // invalid or the logout failed, with HTTP 400 Bad Request
    String error = verdict == Verdict.UNAVAILABLE ? "temporarily_unavailable" : "invalid_request";
    return Response.status(400)
        .body("application/json", Json.write(Map.of("error", error)))
        .build();
  }

  private static @Nullable String logoutToken(Request request) {
    try {
      Parameters form = Parameters.ofForm(request);
      return form.hasRepetition() ? null : form.first("logout_token");
    } catch (TmsException e) {
      return null;
    }
  }

  /**
   * {@code GET /Auth/FrontChannelLogout}: loaded by the provider's page in a frame (OpenID Connect
   * Front-Channel Logout 1.0 section 2). The answer does not tell whether anything was done.
   */
  Response frontChannel(Request request) {
    return Response.status(200)
        .cookies(cleared(request))
        .header("Content-Security-Policy", framePolicy)
        .build();
  }

  private List<SetCookie> cleared(Request request) {
    List<String> destinations = request.headers("Sec-Fetch-Dest");
    boolean mayBeFrame = destinations.isEmpty() || destinations.equals(List.of("iframe"));
    try {
      Parameters query = Parameters.ofQuery(request);
      return query.hasRepetition()
          ? List.of()
          : front.logOut(Cookies.of(request), query.first("iss"), query.first("sid"), mayBeFrame);
    } catch (TmsException e) {
      return List.of(); // malformed, or the store is down: nothing is done, and nothing is told
    }
  }
}
