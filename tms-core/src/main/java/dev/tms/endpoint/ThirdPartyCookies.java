package dev.tms.endpoint;

import dev.tms.browser.FrontEnd;
import dev.tms.browser.Origin;
import dev.tms.http.Cookies;
import dev.tms.http.PublicUrl;
import dev.tms.http.Request;
import dev.tms.http.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a session's cookie does not come back from a front end of another site: a browser
 * that blocks third-party cookies takes it at the login and sends it with no call of the page, so
 * that the user looks signed out, and nothing says why. Thread-safe.
 */
final class ThirdPartyCookies {
  private static final Logger log = System.getLogger(ThirdPartyCookies.class.getName());

  private final String publicOrigin;
  private final String cookie;
  private final Map<String, AtomicReference<State>> origins;

  private enum State {
    UNKNOWN,
    /** A browser was sent there with a new session. */
    SIGNED_IN,
    /** A cookie came from there, or that none does was said. */
    SETTLED
  }

  /** Watches the origins of the front end that are of another site than the public URL. */
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

  /** Looks at an answer: the last one of a login sends the browser to the front end. */
  void answered(Response response) {
    String location = response.header("Location");
    AtomicReference<State> state = location == null ? null : origins.get(originOf(location));
    if (state != null && setsSession(response)) {
      state.compareAndSet(State.UNKNOWN, State.SIGNED_IN);
    }
  }

  /** Looks at a call of a script; navigations carry the cookie whatever the browser blocks. */
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
