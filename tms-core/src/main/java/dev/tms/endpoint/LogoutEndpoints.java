package dev.tms.endpoint;

import dev.tms.event.TmsEvent.LogoutReceived.Verdict;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.http.SetCookie;
import dev.tms.logout.BackChannelLogout;
import dev.tms.logout.FrontChannelLogout;
import dev.tms.logout.Logout;
import dev.tms.problem.TmsException;
import dev.tms.store.StoreUnavailableException;
import dev.tms.text.Json;
import dev.tms.web.Cookies;
import dev.tms.web.Parameters;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The endpoints of sign-out and of logouts by the provider. Thread-safe. */
final class LogoutEndpoints {
  private final Logout logout;
  private final BackChannelLogout back;
  private final FrontChannelLogout front;
  private final String framePolicy;
  private final Pages pages;

  /** Only {@code issuerOrigin} may frame the front-channel response. */
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

  /** {@code POST /Auth/LogOut}: ends the session, then redirects to the end-session endpoint. */
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

  /** {@code GET /Auth/LoggedOut}: the post-logout redirect URI. */
  Response loggedOut(Request request) {
    return pages.signedOut(request, List.of());
  }

  /**
   * {@code POST /Auth/BackChannelLogout} (OpenID Connect Back-Channel Logout 1.0 section 2.5). The
   * logout token authenticates itself; cookies are ignored.
   */
  Response backChannel(Request request) {
    Verdict verdict = back.receive(logoutToken(request));
    if (verdict == Verdict.ACCEPTED) {
      return Response.status(200).build();
    }
    // section 2.8: 200 if the logout succeeded, 400 if the request was invalid or the logout failed
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
   * {@code GET /Auth/FrontChannelLogout}: loaded in a frame by the provider's page (OpenID Connect
   * Front-Channel Logout 1.0 section 2). The response does not reveal whether a session ended.
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
      return List.of(); // malformed, or the store is unavailable: do and reveal nothing
    }
  }
}
