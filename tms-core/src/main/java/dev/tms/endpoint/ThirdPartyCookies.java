package dev.tms.endpoint;

import dev.tms.http.FrontEnd;
import dev.tms.http.Origin;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import dev.tms.web.Cookies;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a cross-site front end does not send the session cookie: a browser that blocks
 * third-party cookies accepts the cookie at the login but sends it with no call of the page, and
 * the user silently appears signed out. Thread-safe.
 */
final class ThirdPartyCookies {
  private static final Logger log = System.getLogger(ThirdPartyCookies.class.getName());

  private final String publicOrigin;
  private final String cookie;
  private final Map<String, AtomicReference<State>> origins;

  private enum State {
    UNKNOWN,
    /** A login sent a browser there. */
    SIGNED_IN,
    /** Its calls carry the cookie, or the log says that they do not. */
    SETTLED
  }

  ThirdPartyCookies(FrontEnd frontEnd, PublicUrl publicUrl, String sessionCookie) {
    this.publicOrigin = publicUrl.origin();
    this.cookie = sessionCookie;
    this.origins =
        frontEnd.crossSiteOrigins(publicUrl).stream()
            .map(Origin::toString)
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(), origin -> new AtomicReference<>(State.UNKNOWN)));
  }

  /** Observes a response: the last one of a login redirects to the front end. */
  void answered(Response response) {
    String location = response.header("Location");
    AtomicReference<State> state = location == null ? null : origins.get(originOf(location));
    if (state != null && setsSession(response)) {
      state.compareAndSet(State.UNKNOWN, State.SIGNED_IN);
    }
  }

  /** Observes calls of scripts; navigations carry even cookies that are blocked as third-party. */
  void called(Request request) {
    String origin = request.header("Origin");
    AtomicReference<State> state = origin == null ? null : origins.get(origin);
    if (state == null || state.get() == State.SETTLED) {
      return;
    }
    if (Cookies.of(request).has(cookie)) {
      state.set(State.SETTLED);
    } else if (state.compareAndSet(State.SIGNED_IN, State.SETTLED)) {
      log.log(
          Level.WARNING,
          "a login sent a browser to {0}, and the calls from there come without the session cookie:"
              + " {0} is another site than {1}, and browsers that block third-party cookies do not"
              + " send it, whatever Session.SameSite is. Put both on one site, such as"
              + " app.shop.example and login.shop.example (FrontEnd.FrontEndCorsOrigin,"
              + " Server.PublicUrl)",
          origin,
          publicOrigin);
    }
  }

  private boolean setsSession(Response response) {
    return response.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase("Set-Cookie"))
        .anyMatch(
            header ->
                header.value().startsWith(cookie + "=")
                    && !header.value().startsWith(cookie + "=;"));
  }

  private static @Nullable String originOf(String location) {
    try {
      URI uri = URI.create(location);
      return Origin.of(uri.getScheme() + "://" + uri.getRawAuthority()).toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
